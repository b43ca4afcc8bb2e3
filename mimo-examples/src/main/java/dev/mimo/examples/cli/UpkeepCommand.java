package dev.mimo.examples.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.examples.coder.Surroundings;
import dev.mimo.memory.MimoMemory;
import dev.mimo.memory.upkeep.Dream;
import dev.mimo.memory.upkeep.UpkeepRun;
import dev.mimo.model.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mimo upkeep}: what was done to what is remembered of a project, and how to take it back. */
@Command(name = "upkeep", description = "Shows what upkeep did to a project's memory, and takes it back.")
public final class UpkeepCommand {

    private final Surroundings around;

    @SuppressWarnings("NullAway.Init") // picocli gives it
    @Spec
    private CommandSpec spec;

    UpkeepCommand(Surroundings around) {
        this.around = around;
    }

    /** Which project is meant. */
    static final class Where {

        @Option(
                names = "--workspace",
                paramLabel = "FOLDER",
                defaultValue = "",
                description = "a folder of the project (default: this one)")
        @SuppressWarnings("NullAway.Init") // picocli gives it
        private Path workspace;
    }

    @Command(name = "status", description = "Lists the runs, the last one first.")
    int status(@Mixin Where where, @Option(names = "--json", description = "as JSON") boolean json) {
        return with(where, dream -> {
            List<UpkeepRun> runs = dream.runs();
            if (json) {
                ArrayNode all = Json.array();
                runs.forEach(run -> all.add(toJson(run)));
                out().println(Json.write(all));
            } else if (runs.isEmpty()) {
                out().println("Upkeep has not run for this project yet.");
            } else {
                runs.forEach(run -> out().printf(
                                "%s  %s  %-11s %d changes%n",
                                run.at(),
                                run.id(),
                                status(run),
                                run.report().path("changes").size()));
            }
            return ExitCode.DONE;
        });
    }

    @Command(name = "rollback", description = "Puts back, byte for byte, what stood before a run.")
    int rollback(@Parameters(paramLabel = "RUN") String id, @Mixin Where where) {
        return with(where, dream -> {
            UpkeepRun run = dream.rollback(id);
            out().println(run.id() + " " + status(run));
            return ExitCode.DONE;
        });
    }

    private static ObjectNode toJson(UpkeepRun run) {
        var json = Json.object()
                .put("id", run.id())
                .put("job", run.job())
                .put("at", run.at().toString())
                .put("status", status(run));
        json.set("report", run.report());
        return json;
    }

    private static String status(UpkeepRun run) {
        return run.status().name().toLowerCase(Locale.ROOT);
    }

    private int with(Where where, Function<Dream, Integer> work) {
        try (MimoMemory memory = MimoMemory.at(around.home())) {
            return work.apply(memory.dream(where.workspace.toAbsolutePath()));
        } finally {
            out().flush();
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
