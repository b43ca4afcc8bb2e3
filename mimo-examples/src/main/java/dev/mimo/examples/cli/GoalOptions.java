package dev.mimo.examples.cli;

import dev.mimo.agent.AgentPart;
import dev.mimo.examples.coder.UsageError;
import dev.mimo.judge.Evidence;
import dev.mimo.judge.Goal;
import dev.mimo.judge.MaxMode;
import dev.mimo.judge.SessionGoal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** When the work is done, and how many drafts each step is worth. */
final class GoalOptions {

    @Option(
            names = "--goal",
            paramLabel = "WORDS",
            description = "The agent stops only when a judge agrees that this is so (exit 3 when not).")
    @Nullable
    String goal;

    @Option(
            names = "--evidence",
            paramLabel = "COMMAND",
            description =
                    "Must end with 0 before the judge of the goal is asked. May be repeated; runs without a question.")
    List<String> evidence = List.of();

    @Option(
            names = "--max",
            paramLabel = "N",
            description =
                    "Draft N replies at each step, and let a judge pick one; 5 is usual, and costs 4 to 5 times as much.")
    int max = 1;

    /** Sets the goal, where one is given. */
    void apply(SessionGoal standing) {
        String words = goal;
        if (words == null) {
            if (!evidence.isEmpty()) {
                throw new UsageError("--evidence is for a goal: say in words when it is met, with --goal.");
            }
            return;
        }
        Goal given = Goal.of(words);
        for (String command : evidence) {
            given = given.evidence(Evidence.command(command));
        }
        standing.set(given);
    }

    /** Max Mode, where it is wanted. */
    AgentPart maxMode() {
        return max == 1 ? parts -> {} : MaxMode.of(max);
    }
}
