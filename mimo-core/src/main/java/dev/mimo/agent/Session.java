package dev.mimo.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.permission.Approver;
import dev.mimo.session.Plan;
import dev.mimo.session.SessionId;
import dev.mimo.session.Transcript;
import java.util.Map;

/**
 * One conversation with an agent, open for writing. It holds the session's lease until it is closed; one turn runs at a
 * time. Safe for use by several threads.
 */
public interface Session extends AutoCloseable {

    SessionId id();

    /** Runs one turn on this thread and blocks until it ends. */
    default Outcome run(String text) {
        return run(Input.of(text));
    }

    /**
     * Runs one turn on this thread and blocks until it ends.
     *
     * @throws TurnRunning when another turn runs in this session
     */
    Outcome run(Input input);

    /**
     * Runs one turn and gives its answer as a record; see {@link Agent#run(Input, Class)}.
     *
     * @throws AnswerException when the turn ended without an answer that fits
     */
    <T extends Record> T run(Input input, Class<T> type);

    /**
     * Starts a turn on a thread of the environment and returns at once.
     *
     * @throws TurnRunning when another turn runs in this session
     */
    Turn start(Input input);

    /**
     * Goes on with a turn that was paused, or that a crash cut.
     *
     * @param answers what people said, by call id; what is not answered is asked again. Empty after a crash
     * @throws TurnRunning when a turn runs in this session
     * @throws IllegalStateException when there is nothing to go on with
     */
    Turn resume(Map<String, Approver.Answer> answers);

    /** Whether the last turn was paused or cut by a crash, so that {@link #resume} can go on with it. */
    boolean isResumable();

    Transcript transcript();

    /** The task tree as it stands. */
    Plan plan();

    /**
     * Keeps something with the session, durably.
     *
     * @param kind whose it is and what; lower case with underscores
     */
    void note(String kind, ObjectNode data);

    /** Cancels a running turn, waits for its end, ends background jobs and gives the lease back. */
    @Override
    void close();
}
