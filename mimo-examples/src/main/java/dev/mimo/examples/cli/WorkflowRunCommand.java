package dev.mimo.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mimo.environment.Environment;
import dev.mimo.environment.MimoException;
import dev.mimo.examples.coder.Settings;
import dev.mimo.examples.coder.Surroundings;
import dev.mimo.examples.coder.UsageError;
import dev.mimo.workflow.WorkflowEngine;
import dev.mimo.workflow.WorkflowScript;
import dev.mimo.workflow.journal.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mimo workflow run}: a script with coding agents, without anybody to ask. */
@Command(
        name = "run",
        description = "Runs a script whose agents work in the current folder.",
        footer = {
            "",
            "Nobody is asked meanwhile: an agent that would have to wait for you is given up, and its call gives null.",
            "What was done is kept: a run that was cut off, cancelled or failed goes on with mimo workflow resume.",
            "Exit codes: 0 completed, 1 failed (at a limit as well), 2 bad usage, 130 cancelled.",
            "  mimo workflow run review.js --args '{\"files\":[\"a.java\"]}' --permissions workspace"
        })
final class WorkflowRunCommand implements Callable<Integer> {

    private final Surroundings around;

    @Parameters(paramLabel = "FILE|NAME", description = "A script, or the name of a saved one.")
    String script = "";

    @Option(names = "--args", paramLabel = "JSON", description = "What the script finds as args.")
    @Nullable
    String args;

    @Option(
            names = "--workspace",
            paramLabel = "DIR",
            description = "The folder to work in; the current one when left out.")
    Path workspace = Path.of("");

    @Option(
            names = "--own-process",
            description = "Run the script in a process of its own: for one nobody vouches for.")
    boolean ownProcess;

    @Option(names = "--json", description = "Print events, one JSON object a line, the result last, and nothing else.")
    boolean json;

    @Mixin
    ExtensionOptions extensions = new ExtensionOptions();

    @Mixin
    TurnOptions options = new TurnOptions();

    @Mixin
    PermissionOptions permissions = new PermissionOptions();

    WorkflowRunCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        JsonNode given = WorkflowFile.args(args);
        Settings settings = settings();
        RunId id = RunId.of(Environment.standard().ids().next("wf").toLowerCase(Locale.ROOT));
        return new WorkflowWork(around, settings, ownProcess, json).run(id, extensions, (engine, how) -> {
            WorkflowScript found = find(engine);
            engine.check(found);
            WorkflowRuns.in(around.home()).keep(id, settings);
            return engine.start(found, given, how);
        });
    }

    private Settings settings() throws IOException {
        if (!Files.isDirectory(workspace.toAbsolutePath())) {
            throw new UsageError("the workspace is no folder: " + workspace + ".");
        }
        return new Settings(
                workspace.toRealPath(),
                options.model,
                permissions.named.mode,
                List.copyOf(permissions.rules),
                options.bounds(),
                extensions.claude,
                null);
    }

    private WorkflowScript find(WorkflowEngine engine) {
        Path file = Path.of(script);
        if (Files.isRegularFile(file)) {
            return WorkflowScript.of(WorkflowFile.read(file));
        }
        if (script.endsWith(".js")) {
            throw new UsageError("there is no file " + file + ".");
        }
        try {
            return engine.find(TextNode.valueOf(script));
        } catch (MimoException e) {
            throw new UsageError(String.valueOf(e.getMessage()));
        }
    }
}
