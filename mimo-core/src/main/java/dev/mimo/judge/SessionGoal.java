package dev.mimo.judge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.agent.Parts;
import dev.mimo.agent.Session;
import dev.mimo.agent.StopCondition;
import dev.mimo.agent.StopGate;
import dev.mimo.model.Json;
import org.jspecify.annotations.Nullable;

/**
 * The goal of a conversation, which people set, replace and clear as they like, also while a turn runs or a judge reads: a
 * verdict on a goal that no longer stands is discarded. One that was met or given up stands no longer. Give it with each input.
 *
 * <p>It is kept with the session: opened again, words and counters are as they were. Checks are not, as what a store holds is
 * nobody's word: a host that wants them sets the goal anew. Safe for use by several threads.
 */
public final class SessionGoal implements StopCondition {

    private static final String NOTE = "standing_goal";

    private final Session session;
    private Goal.@Nullable Standing standing;
    private int revision;

    private SessionGoal(Session session) {
        this.session = session;
        ObjectNode note = session.findNote(NOTE);
        if (note != null) {
            revision = note.path("revision").asInt();
            String condition = note.path("condition").asText();
            Goal goal = condition.isBlank() ? null : Goal.of(condition);
            standing = goal == null ? null : new Goal.Standing(goal, revision);
        }
    }

    /** That of an open session, as it was left. */
    public static SessionGoal of(Session session) {
        return new SessionGoal(session);
    }

    /** Replaces what stood; the count of rounds begins anew. */
    public synchronized void set(Goal goal) {
        standing = new Goal.Standing(goal, ++revision);
        keep(goal.condition());
    }

    public synchronized void clear() {
        standing = null;
        revision++;
        keep("");
    }

    /** Null when none stands. */
    public synchronized @Nullable Goal find() {
        return standing == null ? null : standing.goal();
    }

    /** How often the agent was sent back for it so far; 0 when none stands. */
    public synchronized int rounds() {
        GoalProgress progress = standing == null
                ? null
                : GoalProgress.find(session, standing.goal().condition());
        return progress == null || progress.revision() != revision ? 0 : progress.rounds();
    }

    @Override
    public StopGate gate(Parts parts) {
        return new GoalGate(this::standing, parts).atEnd(this::end);
    }

    private synchronized Goal.@Nullable Standing standing() {
        return standing;
    }

    private synchronized void end(Goal.Standing ended) {
        if (ended.equals(standing)) {
            standing = null;
            keep("");
        }
    }

    private void keep(String condition) {
        session.note(NOTE, Json.object().put("revision", revision).put("condition", condition));
    }
}
