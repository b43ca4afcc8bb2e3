package dev.mimo.environment;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

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

    /**
     * Blocks the calling thread for {@code delay} of the scheduler's time. A scheduler whose time is moved by hand may move
     * it instead.
     *
     * @throws CancelledException when the signal comes first
     * @throws InterruptedException when the thread is interrupted
     */
    default void sleep(Duration delay, Cancellation cancellation) throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        Cancellation.Registration timer = after(delay, over::countDown);
        Cancellation.Registration signal = cancellation.onCancel(over::countDown);
        try {
            over.await();
        } finally {
            timer.close();
            signal.close();
        }
        cancellation.throwIfCancelled();
    }
}
