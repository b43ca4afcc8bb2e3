package dev.mimo.examples.cli;

import dev.mimo.agent.Outcome;
import dev.mimo.examples.chat.Room;
import dev.mimo.examples.coder.Project;
import dev.mimo.examples.coder.Settings;
import dev.mimo.examples.coder.Surroundings;
import dev.mimo.examples.coder.UsageError;
import dev.mimo.session.SessionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mimo chat}: work together in the terminal. */
@Command(
        name = "chat",
        description = "Work together with an agent in the current folder.",
        footer = {
            "",
            "/help lists what can be typed. Where standard input is no terminal its lines are the tasks, one after",
            "another, and the exit code is that of the last one."
        })
final class ChatCommand implements Callable<Integer> {

    private final Surroundings around;
    private final Supplier<Map<String, String>> variables;

    @Parameters(paramLabel = "TASK", arity = "0..*", description = "What to begin with, in words.")
    List<String> task = List.of();

    @Option(
            names = "--workspace",
            paramLabel = "DIR",
            description = "The folder to work in; the current one when left out.")
    Path workspace = Path.of("");

    @Option(
            names = "--session",
            paramLabel = "ID",
            description = "The session to go on with or to begin; a new one when left out.")
    @Nullable
    String session;

    @Mixin
    ExtensionOptions extensions = new ExtensionOptions();

    @Mixin
    TurnOptions options = new TurnOptions();

    @Mixin
    PermissionOptions permissions = new PermissionOptions();

    ChatCommand(Surroundings around, Supplier<Map<String, String>> variables) {
        this.around = around;
        this.variables = variables;
    }

    @Override
    public Integer call() throws IOException {
        if (!Files.isDirectory(workspace.toAbsolutePath())) {
            throw new UsageError("the workspace is no folder: " + workspace + ".");
        }
        Settings settings = new Settings(
                workspace.toRealPath(),
                options.model,
                permissions.named.mode,
                List.copyOf(permissions.rules),
                options.bounds(),
                extensions.claude);
        extensions.decide(Project.of(settings, around.home()));
        Outcome outcome = new Room(around, variables.get())
                .talk(settings, session == null ? null : SessionId.of(session), String.join(" ", task));
        return outcome == null ? ExitCode.DONE : ExitCode.of(outcome);
    }
}
