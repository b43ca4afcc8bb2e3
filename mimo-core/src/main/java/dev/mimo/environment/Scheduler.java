package dev.mimo.environment;

import java.time.Duration;

/** Runs an action later. Safe for use by several threads. */
@FunctionalInterface
public interface Scheduler {

    /**
     * Runs {@code action} once after {@code delay} on a thread of the scheduler; the action must be short: it cancels
     * something, or hands work to an executor.
     *
     * @return takes the action back if it has not begun
     */
    Cancellation.Registration after(Duration delay, Runnable action);
}
