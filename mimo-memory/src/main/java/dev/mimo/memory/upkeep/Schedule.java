package dev.mimo.memory.upkeep;

import dev.mimo.memory.upkeep.UpkeepLedger.Times;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a job is due. Counted in instants, so that neither time zones nor daylight saving matter. A clock that was set
 * back would keep a job waiting for what lies in the future by it: such times are taken for now, once. One that was set
 * forward makes one run, not as many as intervals seem to have gone by.
 */
final class Schedule {

    /** After the first failure; doubled with each, up to the interval. */
    private static final Duration FIRST_PAUSE = Duration.ofHours(1);

    private static final int MOST_DOUBLED = 10;

    private final UpkeepLedger ledger;
    private final String job;
    private final Duration interval;
    private final Clock clock;

    Schedule(UpkeepLedger ledger, String job, Duration interval, Clock clock) {
        this.ledger = ledger;
        this.job = job;
        this.interval = interval;
        this.clock = clock;
    }

    /** A project that was never seen is due one interval from now. */
    boolean isDue(String project) {
        Instant now = clock.instant();
        Times times = ledger.findTimes(job, project);
        if (times == null || times.succeeded().isAfter(now) || times.tried().isAfter(now)) {
            times = new Times(earlier(times == null ? null : times.succeeded(), now), now, 0);
            ledger.put(job, project, times);
        }
        boolean rested = times.failures() == 0
                || !times.tried().plus(pause(times.failures())).isAfter(now);
        return rested && !times.succeeded().plus(interval).isAfter(now);
    }

    /** When a project is due by what is known of it now; null when it was never seen. */
    @Nullable
    Instant findDue(String project) {
        Times times = ledger.findTimes(job, project);
        if (times == null) {
            return null;
        }
        Instant due = times.succeeded().plus(interval);
        Instant rested = times.failures() == 0 ? due : times.tried().plus(pause(times.failures()));
        return rested.isAfter(due) ? rested : due;
    }

    private static Instant earlier(@Nullable Instant time, Instant now) {
        return time == null || time.isAfter(now) ? now : time;
    }

    void succeeded(String project) {
        Instant now = clock.instant();
        ledger.put(job, project, new Times(now, now, 0));
    }

    void failed(String project) {
        Instant now = clock.instant();
        Times times = ledger.findTimes(job, project);
        ledger.put(
                job,
                project,
                times == null ? new Times(now, now, 1) : new Times(times.succeeded(), now, times.failures() + 1));
    }

    private Duration pause(int failures) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLED));
        return pause.compareTo(interval) < 0 ? pause : interval;
    }
}
