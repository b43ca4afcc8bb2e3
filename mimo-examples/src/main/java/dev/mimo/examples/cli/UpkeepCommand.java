package dev.mimo.examples.cli;

import dev.mimo.examples.coder.Surroundings;
import dev.mimo.memory.upkeep.Dream;
import dev.mimo.memory.upkeep.UpkeepRun;
import dev.mimo.model.Json;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mimo upkeep}: what was done to what is remembered of a project, and how to take it back. */
@Command(name = "upkeep", description = "Shows what upkeep did to a project's memory, and takes it back.")
public final class UpkeepCommand {

    private final Surroundings around;

    UpkeepCommand(Surroundings around) {
        this.around = around;
    }

    @Command(name = "status", description = "Shows when it ran last, when it is due, and all runs, the last one first.")
    int status(@Mixin RememberedOptions of, @Option(names = "--json", description = "as JSON") boolean json) {
        return with(of, dream -> {
            UpkeepView view = new UpkeepView(dream.runs(), dream.findDue());
            of.out().print(json ? Json.write(view.toJson()) + System.lineSeparator() : view.text());
            return ExitCode.DONE;
        });
    }

    @Command(name = "rollback", description = "Puts back, byte for byte, what stood before a run.")
    int rollback(@Parameters(paramLabel = "RUN") String id, @Mixin RememberedOptions of) {
        return with(of, dream -> {
            UpkeepRun run = dream.rollback(id);
            of.out().println(run.id() + " " + UpkeepView.status(run));
            return ExitCode.DONE;
        });
    }

    private int with(RememberedOptions of, Function<Dream, Integer> work) {
        return of.with(around, memory -> work.apply(memory.dream(of.folder())));
    }
}
