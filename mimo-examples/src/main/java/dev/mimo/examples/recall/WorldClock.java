package dev.mimo.examples.recall;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** The time of the world: it passes with steps and sessions, so that it passes in each run alike. Safe for several threads. */
final class WorldClock extends Clock {

    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
    private static final Duration STEP = Duration.ofSeconds(20);
    private static final Duration BETWEEN_SESSIONS = Duration.ofHours(15);

    private final AtomicReference<Instant> now = new AtomicReference<>(START);

    void step() {
        now.updateAndGet(instant -> instant.plus(STEP));
    }

    void session() {
        now.updateAndGet(instant -> instant.plus(BETWEEN_SESSIONS));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the world has one time zone");
    }
}
