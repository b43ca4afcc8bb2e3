package dev.mimo.mcp;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before a server is started again: 1 s, doubled with each try up to 1 min, a quarter more or less. */
final class Backoff {

    /** So many tries in a row, then only when its tools are called. */
    static final int TRIES = 5;

    private static final long FIRST_MILLIS = 1_000;
    private static final long LONGEST_MILLIS = 60_000;
    private static final double JITTER = 0.25;

    private Backoff() {}

    /** {@code tries}: how many were made since it last answered. */
    static Duration before(int tries, RandomGenerator random) {
        long whole = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(tries, 10));
        double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
        return Duration.ofMillis(Math.max(FIRST_MILLIS, Math.min(LONGEST_MILLIS, (long) (whole * factor))));
    }
}
