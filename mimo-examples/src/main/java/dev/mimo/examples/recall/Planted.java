package dev.mimo.examples.recall;

import java.util.List;

/**
 * Something the agent is told, once or, when it changes, several times.
 *
 * @param kind what it counts as
 * @param form how it is asked for
 * @param tellings oldest first; the last one holds
 * @param asked before which turn of the world it is asked for; {@link #NEVER} when it only serves to be mistaken for another
 */
record Planted(Kind kind, Form form, List<Telling> tellings, int asked) {

    static final int NEVER = -1;

    /**
     * One time that it is told.
     *
     * @param step about when
     */
    record Telling(Statement statement, Teller by, int step) {}

    /** Whose word it is. */
    enum Teller {
        /** The user, at the beginning of a turn. */
        USER,
        /** The agent, which concludes it from what a tool measured. */
        AGENT,
        /** A tool, among its output. */
        TOOL
    }

    Statement.Subject subject() {
        return last().statement().subject();
    }

    /** The right answer. */
    String value() {
        return last().statement().value();
    }

    Telling last() {
        return tellings.get(tellings.size() - 1);
    }

    String question() {
        return form.ask(subject());
    }
}
