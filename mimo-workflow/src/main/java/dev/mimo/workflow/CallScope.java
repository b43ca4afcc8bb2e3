package dev.mimo.workflow;

import dev.mimo.environment.Cancellation;

/** What a call of an agent finds around it. Safe for use by several threads. */
public interface CallScope {

    /** Signalled when the call is to end: its time is over, it stalled, or the run was cancelled. */
    Cancellation cancellation();

    /** A sign of life. A call that gives none for long is taken for stalled and started again. */
    void progress();

    /** The session of that id is about to work on it. For those who follow the run; nothing depends on it. */
    default void handedTo(String session) {}
}
