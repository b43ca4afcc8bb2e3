package dev.mimo.examples.cli;

import dev.mimo.examples.coder.Surroundings;
import dev.mimo.memory.MimoMemory;
import dev.mimo.memory.upkeep.Distill;
import dev.mimo.memory.upkeep.UpkeepRun;
import dev.mimo.model.Json;
import java.nio.file.Path;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mimo upkeep}: what was done to what is remembered of a project, what is proposed, and how to take it back. */
@Command(
        name = "upkeep",
        description = "Shows what upkeep did to a project's memory and what it proposes, and takes it back.")
public final class UpkeepCommand {

    private final Surroundings around;

    UpkeepCommand(Surroundings around) {
        this.around = around;
    }

    @Command(
            name = "status",
            description =
                    "Shows when each job ran last and is due, what is proposed, and all runs, the last one first.")
    int status(@Mixin RememberedOptions of, @Option(names = "--json", description = "as JSON") boolean json) {
        return of.with(around, memory -> {
            UpkeepView view = UpkeepView.of(memory.dream(of.folder()), memory.distill(of.folder()));
            of.out().print(json ? Json.write(view.toJson()) + System.lineSeparator() : view.text());
            return ExitCode.DONE;
        });
    }

    @Command(name = "accept", description = "Makes a proposal an asset of the project: the next session has it.")
    int accept(
            @Parameters(paramLabel = "ID", description = "see: mimo upkeep status") String id,
            @Option(names = "--repository", description = "for .mimo in the folder, where others find it as well")
                    boolean repository,
            @Mixin RememberedOptions of) {
        return distill(of, distill -> {
            Path file = repository ? distill.accept(id, of.folder()) : distill.accept(id);
            return "accepted: " + file;
        });
    }

    @Command(
            name = "reject",
            description = "Drops a proposal, or an asset that was accepted; it is not proposed again.")
    int reject(
            @Parameters(paramLabel = "ID", description = "see: mimo upkeep status") String id,
            @Mixin RememberedOptions of) {
        return distill(of, distill -> {
            distill.reject(id);
            return "rejected: " + id;
        });
    }

    @Command(name = "rollback", description = "Puts back, byte for byte, what stood before a run.")
    int rollback(@Parameters(paramLabel = "RUN") String id, @Mixin RememberedOptions of) {
        return of.with(around, memory -> {
            UpkeepRun run = rolledBack(memory, of.folder(), id);
            of.out().println(run.id() + " " + UpkeepView.status(run));
            return ExitCode.DONE;
        });
    }

    private static UpkeepRun rolledBack(MimoMemory memory, Path folder, String id) {
        Distill distill = memory.distill(folder);
        boolean proposed = distill.runs().stream().anyMatch(run -> run.id().equals(id));
        return proposed ? distill.rollback(id) : memory.dream(folder).rollback(id);
    }

    private int distill(RememberedOptions of, Function<Distill, String> work) {
        return of.with(around, memory -> {
            of.out().println(work.apply(memory.distill(of.folder())));
            return ExitCode.DONE;
        });
    }
}
