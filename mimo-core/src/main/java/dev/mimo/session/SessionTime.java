package dev.mimo.session;

import java.time.Clock;
import java.time.Instant;

/** Times of entries: to the millisecond, and never before the one before, whatever the clock does. */
final class SessionTime {

    private SessionTime() {}

    static Instant next(Clock clock, Instant last) {
        Instant now = Instant.ofEpochMilli(clock.millis());
        return now.isBefore(last) ? last : now;
    }
}
