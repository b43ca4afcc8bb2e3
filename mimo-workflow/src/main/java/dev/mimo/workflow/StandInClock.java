package dev.mimo.workflow;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Time for runs whose agents are not real: it stands while something else may happen, and then leaps to the next timer, so that a
 * script that waits an hour does not take one, and always does the same. Used by the run's loop only.
 */
final class StandInClock {

    private record Due(long at, long number, Waiting timer) {}

    private final PriorityQueue<Due> timers =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::number));
    private long now;
    private long last;

    void add(Waiting timer, Duration delay) {
        timers.add(new Due(now + delay.toMillis(), ++last, timer));
    }

    /** The next one that is still wanted, whose time has come now; null when there is none. */
    @Nullable
    Waiting next(Predicate<Waiting> wanted) {
        for (Due due = timers.poll(); due != null; due = timers.poll()) {
            if (wanted.test(due.timer())) {
                now = due.at();
                return due.timer();
            }
        }
        return null;
    }
}
