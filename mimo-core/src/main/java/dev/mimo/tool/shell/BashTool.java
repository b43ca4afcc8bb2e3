package dev.mimo.tool.shell;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.ToolSpec;
import dev.mimo.tool.Action;
import dev.mimo.tool.Effect;
import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.Tool;
import dev.mimo.tool.ToolContext;
import dev.mimo.tool.Workspace;
import dev.mimo.tool.shell.line.ShellActions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The tool {@code bash}: runs a command line, and is answered when it has ended, or at once for one in the background. */
final class BashTool implements Tool {

    static final String NAME = ShellActions.TOOL;

    private static final Duration STANDARD_TIMEOUT = Duration.ofMinutes(2);

    private static final String DESCRIPTION = """
            Runs a command line in a shell and returns what it wrote, ending with a line such as [exit 0, 1.2 s].
            Each call starts afresh: folder and variables do not carry over, standard input is empty, nothing can ask back.
            Processes still running when the command ends are killed: for a server, use background. Long output is cut in
            the middle and kept in a file. For files, prefer the tools read, write, edit, glob and grep.""";

    private final ToolSpec spec = new ToolSpec(NAME, DESCRIPTION, schema());
    private final CommandRunner runner;
    private final ChildEnvironment variables;

    BashTool(CommandRunner runner, ChildEnvironment variables) {
        this.runner = runner;
        this.variables = variables;
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public Effect effect() {
        return Effect.EXECUTE;
    }

    @Override
    public List<Action> actions(ToolCall call, Workspace workspace) {
        Arguments arguments = Arguments.of(call);
        Path folder = folder(arguments, workspace);
        return ShellActions.of(arguments.command(), folder, workspace);
    }

    @Override
    public ToolResult call(ToolCall call, ToolContext context) throws IOException {
        Arguments arguments = Arguments.of(call);
        Path folder = folder(arguments, context.workspace());
        context.cancellation().throwIfCancelled();
        if (arguments.background()) {
            return ToolResult.of(
                    call,
                    Jobs.of(context).start(arguments, folder, this, context).line());
        }
        Output output = output(context, "output");
        Progress progress = new Progress(
                context.callId(), context.events(), context.environment().clock());
        CommandRunner.Running running = start(arguments.command(), folder);
        Watch watch = new Watch(running, output, progress, context.environment());
        Duration timeout = arguments.timeout() == null ? STANDARD_TIMEOUT : arguments.timeout();
        Watch.Ending ending = watch.toTheEnd(timeout, context.cancellation());
        String text = withLine(output.told(Output.MOST_TOLD), ending.words());
        return ending.success() ? ToolResult.of(call, text) : ToolResult.error(call, text);
    }

    CommandRunner.Running start(String command, Path folder) throws IOException {
        return runner.start(command, folder, variables.variables());
    }

    static Output output(ToolContext context, String kind) {
        String name = context.environment().ids().next(kind) + ".txt";
        return new Output(context.folder().resolve(name), Output.MOST_KEPT);
    }

    /** Text, and a line of its own in brackets. */
    static String withLine(String text, String words) {
        String separator = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
        return text + separator + "[" + words + "]";
    }

    private static Path folder(Arguments arguments, Workspace workspace) {
        String given = arguments.folder();
        Path folder = given == null ? workspace.root() : workspace.resolve(given);
        if (!Files.isDirectory(folder)) {
            throw new InvalidCall("cwd is not an existing folder: " + workspace.show(folder));
        }
        return folder;
    }

    private static ObjectNode schema() {
        ObjectNode properties = Json.object();
        properties.putObject("command").put("type", "string").put("minLength", 1);
        properties
                .putObject("cwd")
                .put("type", "string")
                .put("description", "folder to run in; the workspace when left out");
        properties
                .putObject("timeout_ms")
                .put("type", "integer")
                .put("minimum", 1)
                .put("maximum", Arguments.LONGEST_MILLIS)
                .put("description", "killed after this time; 120000 when left out, none in the background");
        properties
                .putObject("background")
                .put("type", "boolean")
                .put("description", "return at once; look after it with the tool job");
        ObjectNode schema = Json.object().put("type", "object");
        schema.set("properties", properties);
        schema.putArray("required").add("command");
        return schema.put("additionalProperties", false);
    }
}
