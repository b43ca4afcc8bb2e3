package dev.mimo.testing;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler whose time stands still until it is moved: what is due is then run by whoever moves it, in the order of the
 * due times. Safe for use by several threads.
 */
public final class ManualScheduler implements Scheduler {

    private record Timer(Instant due, long number, Runnable action) {}

    private final ManualClock clock;
    private final boolean autoAdvance;
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparing(Timer::due).thenComparingLong(Timer::number));
    private long count;

    /** {@code autoAdvance}: a thread that sleeps moves the time itself instead of waiting. */
    public ManualScheduler(ManualClock clock, boolean autoAdvance) {
        this.clock = clock;
        this.autoAdvance = autoAdvance;
    }

    @Override
    public Cancellation.Registration after(Duration delay, Runnable action) {
        Duration wait = delay.isNegative() ? Duration.ZERO : delay;
        Timer timer;
        synchronized (timers) {
            timer = new Timer(clock.instant().plus(wait), count++, action);
            timers.add(timer);
            timers.notifyAll();
        }
        return () -> {
            synchronized (timers) {
                timers.remove(timer);
            }
        };
    }

    @Override
    public void sleep(Duration delay, Cancellation cancellation) throws InterruptedException {
        if (!autoAdvance) {
            Scheduler.super.sleep(delay, cancellation);
            return;
        }
        cancellation.throwIfCancelled();
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before a sleep");
        }
        advanceTo(clock.instant().plus(delay), cancellation);
        cancellation.throwIfCancelled();
    }

    /** Moves the time forward, and runs what is due on the way, on the calling thread. */
    public void advance(Duration by) {
        advanceTo(clock.instant().plus(by), Cancellation.never());
    }

    /** How many actions wait. */
    public int waiting() {
        synchronized (timers) {
            return timers.size();
        }
    }

    /**
     * Waits until at least so many actions wait: until another thread has gone to sleep, say.
     *
     * @throws AssertionError when it does not come to that within a minute
     */
    public void awaitWaiting(int least) throws InterruptedException {
        long patience = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        synchronized (timers) {
            while (timers.size() < least) {
                long left = patience - System.nanoTime();
                if (left <= 0) {
                    throw new AssertionError(timers.size() + " actions wait after a minute, not " + least);
                }
                timers.wait(left / 1_000_000 + 1);
            }
        }
    }

    private void advanceTo(Instant target, Cancellation cancellation) {
        Timer due = due(target);
        while (due != null) {
            due.action().run();
            due = cancellation.isCancelled() ? null : due(target);
        }
    }

    /** Takes the next action that is due until then and moves the clock to it; with none left, moves the clock to the end. */
    private @Nullable Timer due(Instant target) {
        synchronized (timers) {
            Timer first = timers.peek();
            Timer due = first != null && !first.due().isAfter(target) ? timers.poll() : null;
            Duration gap = Duration.between(clock.instant(), due == null ? target : due.due());
            if (!gap.isNegative()) {
                clock.advance(gap);
            }
            return due;
        }
    }
}
