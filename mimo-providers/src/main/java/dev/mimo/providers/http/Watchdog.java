package dev.mimo.providers.http;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.Scheduler;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Cuts an exchange that keeps us waiting for too long, and remembers which limit it was.
 *
 * <p>Silence within an answer is counted in quarters of its limit, so that a byte costs no more than a count and no clock
 * is read: a clock that jumps cuts nothing. The cut comes between 1 and 1.25 times the limit.
 */
final class Watchdog implements AutoCloseable {

    private static final int QUARTERS = 4;

    private final Scheduler scheduler;
    private final Runnable cut;
    private @Nullable String expired;
    private Cancellation.@Nullable Registration timer;
    private int phase;
    private int silent;
    private int seen;
    private volatile int beats;

    Watchdog(Scheduler scheduler, Runnable cut) {
        this.scheduler = scheduler;
        this.cut = cut;
    }

    /** From now on: cut unless the next phase begins within {@code limit}. */
    synchronized void await(String what, Duration limit) {
        int begun = next();
        if (begun > 0) {
            timer = scheduler.after(limit, () -> expire(begun, what + " within " + words(limit)));
        }
    }

    /** From now on: cut when {@link #beat} is not called for {@code limit}. */
    synchronized void watch(Duration limit) {
        int begun = next();
        silent = 0;
        seen = beats;
        if (begun > 0) {
            tickLater(begun, limit);
        }
    }

    /** Something came. Called by one thread only. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void beat() {
        beats = beats + 1;
    }

    /** The limit that was met, in words; null while none was. */
    synchronized @Nullable String expired() {
        return expired;
    }

    @Override
    public synchronized void close() {
        next();
        phase = -1;
    }

    /** The number of the phase that begins; not positive when it is over. */
    private int next() {
        if (timer != null) {
            timer.close();
            timer = null;
        }
        return phase < 0 ? phase : ++phase;
    }

    private void tickLater(int begun, Duration limit) {
        timer = scheduler.after(limit.dividedBy(QUARTERS), () -> tick(begun, limit));
    }

    private void tick(int begun, Duration limit) {
        synchronized (this) {
            if (phase != begun) {
                return;
            }
            boolean heard = beats != seen;
            seen = beats;
            silent = heard ? 0 : silent + 1;
            if (silent < QUARTERS) {
                tickLater(begun, limit);
                return;
            }
        }
        expire(begun, "no byte came for " + words(limit));
    }

    private void expire(int begun, String why) {
        synchronized (this) {
            if (phase != begun) {
                return;
            }
            expired = why;
            phase = -1;
        }
        cut.run();
    }

    private static String words(Duration limit) {
        return limit.toMillis() < 10_000 ? limit.toMillis() + " ms" : limit.toSeconds() + " s";
    }
}
