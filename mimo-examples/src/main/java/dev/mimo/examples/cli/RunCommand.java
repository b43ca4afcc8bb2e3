package dev.mimo.examples.cli;

import dev.mimo.agent.Agent;
import dev.mimo.agent.Input;
import dev.mimo.agent.Session;
import dev.mimo.examples.coder.Coder;
import dev.mimo.examples.coder.Settings;
import dev.mimo.examples.coder.Surroundings;
import dev.mimo.examples.coder.UsageError;
import dev.mimo.judge.SessionGoal;
import dev.mimo.memory.MimoMemory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mimo run}: one turn, without anybody to ask. */
@Command(
        name = "run",
        description = "Do a task in the current folder.",
        footer = {
            "",
            "Whatever has to be allowed first ends the run with exit code 5, and mimo resume goes on with it:",
            "  mimo run --permissions workspace --allow 'bash:./mvnw *' \"Fix the failing test\"",
            "  mimo run --goal \"all tests pass\" --evidence './mvnw -q test' --max 5 \"Fix the failing test\""
        })
final class RunCommand implements Callable<Integer> {

    private final Surroundings around;

    @Parameters(
            paramLabel = "TASK",
            arity = "1..*",
            description = "What to do, in words; - reads it from standard input.")
    List<String> task = List.of();

    @Option(names = "--ephemeral", description = "Keep nothing.")
    boolean ephemeral;

    @Option(names = "--json", description = "Print events, one JSON object a line, and nothing else.")
    boolean json;

    @Mixin
    GoalOptions goals = new GoalOptions();

    @Mixin
    WorkOptions work = new WorkOptions();

    RunCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        String words = task.equals(List.of("-"))
                ? new String(around.in().readAllBytes(), StandardCharsets.UTF_8)
                : String.join(" ", task);
        if (words.isBlank()) {
            throw new UsageError("the task is empty; say what is to be done.");
        }
        Settings settings = work.settings();
        try (MimoMemory memory = ephemeral ? null : Coder.memory(around.home());
                Work turn = new Work(around, settings, json)) {
            Agent agent = turn.agent(memory, work.agent.extensions, goals);
            try (Session open = work.session == null ? agent.session() : agent.session(work.session)) {
                open.note(Settings.NOTE, settings.toJson());
                SessionGoal goal = SessionGoal.of(open);
                goals.apply(goal);
                Input input = Input.of(words);
                return turn.follow(
                        open.start(goal.find() == null ? input : input.goal(goal)), open.id(), memory != null);
            }
        }
    }
}
