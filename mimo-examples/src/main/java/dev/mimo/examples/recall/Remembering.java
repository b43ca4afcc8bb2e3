package dev.mimo.examples.recall;

import dev.mimo.agent.AgentPart;

/** A way to remember that is put to the test. Used by one thread. */
interface Remembering extends AutoCloseable {

    /** How it is called in reports. */
    String name();

    /** What it adds to the agent; asked for once. */
    AgentPart part();

    /** Whether the model it serves is to hold any prompt, however long. */
    default boolean isUnlimited() {
        return false;
    }

    /** Tokens that its own models would have taken, beside the agent's. */
    default long tokensBeside() {
        return 0;
    }

    @Override
    default void close() {}
}
