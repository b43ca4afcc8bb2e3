package dev.mimo.agent;

import dev.mimo.session.SessionId;
import dev.mimo.tool.Tool;

/**
 * Something that works on inputs with a model and tools. Immutable, and safe for use by several threads: what is said is
 * kept in {@linkplain Session sessions}.
 */
public interface Agent {

    static AgentBuilder builder() {
        return new AgentBuilder();
    }

    String name();

    /** Runs one turn in a session of its own and blocks until it ends. */
    default Outcome run(String text) {
        return run(Input.of(text));
    }

    /** Runs one turn in a session of its own and blocks until it ends. */
    Outcome run(Input input);

    /**
     * Runs one turn and gives its answer as a record.
     *
     * @throws AnswerException when the turn ended without an answer that fits
     */
    default <T extends Record> T run(String text, Class<T> type) {
        return run(Input.of(text), type);
    }

    /**
     * Runs one turn and gives its answer as a record. The schema is made from the record; an answer that does not fit is
     * asked for again, at most twice.
     *
     * @throws AnswerException when the turn ended without an answer that fits
     */
    <T extends Record> T run(Input input, Class<T> type);

    /** Opens a new session under a new id. */
    Session session();

    /** Opens the session of that name, and makes it when there is none. */
    default Session session(String id) {
        return session(SessionId.of(id));
    }

    /**
     * Opens the session of that name, and makes it when there is none. Calls that a crash interrupted are settled first.
     *
     * @throws dev.mimo.session.SessionBusy when it is open elsewhere
     */
    Session session(SessionId id);

    /**
     * This agent as a tool of another one: it takes a task in words and answers with its final text. It runs as a sub-agent
     * of the caller's turn, under the caller's limits and permissions.
     */
    Tool asTool(String name, String description);
}
