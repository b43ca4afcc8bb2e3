package dev.mimo.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.examples.coder.Surroundings;
import dev.mimo.examples.terminal.Printable;
import dev.mimo.model.Json;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code mimo workflow dry-run}: what a script does where calls of agents cost nothing. */
@Command(
        name = "dry-run",
        description =
                "Runs a script with stubs for agents, nested workflows and files, and prints what came of it as one"
                        + " line of JSON.",
        footer = {
            "",
            "The n-th call of agent(), from 0, gives \"stub text n\", or a value in the shape of its schema.",
            "Exit codes: 0 the script completed, 1 it failed, 2 bad usage."
        })
final class WorkflowDryRunCommand implements Callable<Integer> {

    private final Surroundings around;

    @Parameters(paramLabel = "FILE", description = "The script.")
    Path file = Path.of("");

    @Option(names = "--args", paramLabel = "JSON", description = "What the script finds as args.")
    @Nullable
    String args;

    private DryRun.@Nullable Failing failing;

    @Option(names = "--json", description = "Print the line only, without a summary on standard error.")
    boolean json;

    WorkflowDryRunCommand(Surroundings around) {
        this.around = around;
    }

    @Option(
            names = "--fail-every",
            paramLabel = "K[:R]",
            description = "Let calls n with n %% K = R fail, so that agent() gives null; R is K - 1 when left out.")
    void failEvery(@Nullable String given) {
        if (given == null) {
            return;
        }
        String[] parts = given.split(":", -1);
        try {
            int every = Integer.parseInt(parts[0]);
            int place = parts.length == 1 ? every - 1 : Integer.parseInt(parts[1]);
            if (parts.length > 2) {
                throw new NumberFormatException(given);
            }
            failing = new DryRun.Failing(every, place);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("--fail-every looks like 3 or 3:0, not '" + given + "'");
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        String source = WorkflowFile.read(file);
        JsonNode given = WorkflowFile.args(args);
        ObjectNode ended = DryRun.of(source, given, failing, around.interrupt());
        around.terminal().out().println(Json.write(ended));
        around.terminal().out().flush();
        boolean completed = ended.path("status").asText().equals("completed");
        if (!json) {
            around.err().println(summary(ended));
        }
        return completed ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static String summary(ObjectNode ended) {
        JsonNode error = ended.path("error");
        int agents = ended.path("agents").asInt();
        String calls = agents + (agents == 1 ? " call" : " calls") + " of agent()";
        if (!error.isObject()) {
            return "completed: " + calls;
        }
        String where = error.path("line").isNumber() ? " (line " + error.path("line") + ")" : "";
        return "failed after " + calls + ": "
                + Printable.text(error.path("message").asText()) + where;
    }
}
