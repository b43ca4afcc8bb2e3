package dev.mimo.agent;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One input being worked on: the handle to wait, watch, steer and cancel. Safe for use by several threads. */
public interface Turn {

    String id();

    /** Blocks until it ends. */
    Outcome await() throws InterruptedException;

    /** Blocks until it ends, at most for {@code time}; null when it still runs. */
    @Nullable
    Outcome await(Duration time) throws InterruptedException;

    CompletionStage<Outcome> toCompletionStage();

    /** The events from now on, to be pulled; close it. Those published before are not repeated. */
    EventStream events();

    /**
     * Says something to the agent at work. It is stored at once and heard after the results of the step, before the next
     * prompt; a stop that was about to happen is void.
     *
     * @throws IllegalStateException when the turn has ended
     */
    void steer(String text);

    /**
     * Ends the turn soon: sockets are closed, processes killed, sub-agents cancelled; calls that had no result get one that
     * says so, and the session stays usable. Returns at once; a second call does nothing.
     */
    void cancel(String reason);
}
