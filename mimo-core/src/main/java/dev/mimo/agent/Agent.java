package dev.mimo.agent;

import dev.mimo.session.SessionId;
import dev.mimo.tool.Subagents;
import dev.mimo.tool.Tool;

/**
 * Something that works on inputs with a model and tools. Immutable, and safe for use by several threads: what is said is
 * kept in {@linkplain Session sessions}.
 */
public final class Agent {

    private final Setup setup;

    Agent(Setup setup) {
        this.setup = setup;
    }

    public static AgentBuilder builder() {
        ClassLoader callers = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .getCallerClass()
                .getClassLoader();
        return new AgentBuilder(callers == null ? ClassLoader.getSystemClassLoader() : callers);
    }

    public String name() {
        return setup.name;
    }

    /** Runs one turn in a session of its own and blocks until it ends. */
    public Outcome run(String text) {
        return run(Input.of(text));
    }

    /** Runs one turn in a session of its own and blocks until it ends. */
    public Outcome run(Input input) {
        try (Session session = session()) {
            return session.run(input);
        }
    }

    /**
     * Runs one turn and gives its answer as a record.
     *
     * @throws AnswerException when the turn ended without an answer that fits
     */
    public <T extends Record> T run(String text, Class<T> type) {
        return run(Input.of(text), type);
    }

    /**
     * Runs one turn and gives its answer as a record. The schema is made from the record; an answer that does not fit is
     * asked for again, at most twice.
     *
     * @throws AnswerException when the turn ended without an answer that fits
     */
    public <T extends Record> T run(Input input, Class<T> type) {
        try (Session session = session()) {
            return session.run(input, type);
        }
    }

    /** Opens a new session under a new id. */
    public Session session() {
        return session(SessionId.of(setup.environment.ids().next("session")));
    }

    /** Opens the session of that name, and makes it when there is none. */
    public Session session(String id) {
        return session(SessionId.of(id));
    }

    /**
     * Opens the session of that name, and makes it when there is none.
     *
     * @throws dev.mimo.session.SessionBusy when it is open elsewhere
     */
    public Session session(SessionId id) {
        return new Session(setup, id, Origin.HOST);
    }

    /**
     * This agent as a tool of another one: it takes a task in words and answers with its final text. It runs as a sub-agent
     * of the caller's turn, under the caller's limits and permissions.
     */
    public Tool asTool(String name, String description) {
        return AgentAsTool.of(this, name, description);
    }

    /**
     * Starts agents of this one outside of any turn. What is started here shares the limits of one turn of this agent: on depth,
     * on agents at work at once, on tokens and on cost; each turn has its limits on steps and time for itself. The permissions
     * and models are the agent's. Each call gives limits of their own. Nothing to close: a child ends by itself, when it is
     * cancelled, or with the environment.
     */
    public Subagents subagents() {
        return new Children(new Lender(setup));
    }

    Setup setup() {
        return setup;
    }
}
