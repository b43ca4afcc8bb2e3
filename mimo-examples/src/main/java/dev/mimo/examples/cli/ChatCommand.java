package dev.mimo.examples.cli;

import dev.mimo.agent.Outcome;
import dev.mimo.examples.chat.Room;
import dev.mimo.examples.coder.Project;
import dev.mimo.examples.coder.Settings;
import dev.mimo.examples.coder.Surroundings;
import dev.mimo.session.SessionId;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    WorkOptions work = new WorkOptions();

    ChatCommand(Surroundings around, Supplier<Map<String, String>> variables) {
        this.around = around;
        this.variables = variables;
    }

    @Override
    public Integer call() throws IOException {
        Settings settings = work.settings();
        work.agent.extensions.decide(Project.of(settings, around.home()));
        Outcome outcome = new Room(around, variables.get())
                .talk(settings, work.session == null ? null : SessionId.of(work.session), String.join(" ", task));
        return outcome == null ? ExitCode.DONE : ExitCode.of(outcome);
    }
}
