package dev.mimo.judge;

import dev.mimo.agent.Parts;
import dev.mimo.agent.StopCondition;
import dev.mimo.agent.StopGate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stop condition in words, with checks that decide by themselves. When the agent wants to stop, the checks are made first;
 * when all hold, an independent judge reads the whole conversation and says whether the goal is met. If not, the agent is
 * told why and goes on. Immutable; each method gives a new one.
 *
 * <pre>{@code
 * Input.of("Make the tests pass").goal(Goal.of("mvn -q test passes").evidence(Evidence.command("mvn -q test")))
 * }</pre>
 *
 * <p>How often the agent was sent back is kept with the session, so a turn that goes on elsewhere with the same goal goes on
 * counting. Errors, limits and cancellation are not judged: the goal then stays open.
 */
public final class Goal implements StopCondition {

    private static final int MOST_ROUNDS = 12;
    private static final Duration JUDGE_TIME = Duration.ofMinutes(5);

    private final String condition;
    private List<Evidence> evidence = List.of();
    private int maxRounds = MOST_ROUNDS;
    private Duration judgeTime = JUDGE_TIME;
    private OnJudgeFailure onJudgeFailure = OnJudgeFailure.STOP_UNVERIFIED;
    private @Nullable GoalJudge judge;

    private Goal(String condition) {
        if (condition.isBlank()) {
            throw new IllegalArgumentException("a goal says in words when it is met");
        }
        this.condition = condition.strip();
    }

    private Goal(Goal like) {
        condition = like.condition;
        evidence = like.evidence;
        maxRounds = like.maxRounds;
        judgeTime = like.judgeTime;
        onJudgeFailure = like.onJudgeFailure;
        judge = like.judge;
    }

    /** What happens when no verdict can be had: the judge fails, takes too long, or gives no answer that can be used. */
    public enum OnJudgeFailure {
        /** The turn ends as {@link dev.mimo.agent.Outcome.GoalUnverified}. */
        STOP_UNVERIFIED,
        /** The agent is sent back to check its work, as often as rounds are left; then it ends unverified. */
        CONTINUE,
        /** The turn ends as {@link dev.mimo.agent.Outcome.Failed}. */
        FAIL
    }

    /** A condition in words; the agent is sent back at most 12 times. */
    public static Goal of(String condition) {
        return new Goal(condition);
    }

    /** Adds a check. All must hold before a judge is asked. */
    public Goal evidence(Evidence check) {
        Goal other = new Goal(this);
        List<Evidence> more = new ArrayList<>(evidence);
        more.add(check);
        other.evidence = List.copyOf(more);
        return other;
    }

    /** How often the agent may be sent back; at least 1. */
    public Goal maxRounds(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("maxRounds must be at least 1: " + most);
        }
        Goal other = new Goal(this);
        other.maxRounds = most;
        return other;
    }

    /** Who judges; the model for {@link dev.mimo.model.Role#JUDGE} when left out. */
    public Goal judge(GoalJudge other) {
        Goal changed = new Goal(this);
        changed.judge = other;
        return changed;
    }

    /** How long a judgement may take; 5 minutes when left out. */
    public Goal judgeTime(Duration atMost) {
        Goal other = new Goal(this);
        other.judgeTime = atMost;
        return other;
    }

    /** {@link OnJudgeFailure#STOP_UNVERIFIED} when left out. */
    public Goal onJudgeFailure(OnJudgeFailure policy) {
        Goal other = new Goal(this);
        other.onJudgeFailure = policy;
        return other;
    }

    @Override
    public StopGate gate(Parts parts) {
        return new GoalGate(() -> new Standing(this, 1), parts);
    }

    public String condition() {
        return condition;
    }

    public List<Evidence> evidence() {
        return evidence;
    }

    public int maxRounds() {
        return maxRounds;
    }

    Duration judgeTime() {
        return judgeTime;
    }

    OnJudgeFailure onJudgeFailure() {
        return onJudgeFailure;
    }

    /** Null when the agent's own model for judges is to be asked. */
    @Nullable
    GoalJudge judge() {
        return judge;
    }

    /**
     * A goal in force.
     *
     * @param revision grows when it is replaced
     */
    record Standing(Goal goal, int revision) {}
}
