package dev.mimo.environment;

import java.time.Clock;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Names of the form {@code kind-TTTTTTTTTRRRRRRRRRR}: nine base-32 digits of milliseconds, so that names sort by the time
 * they were given, and ten random ones (50 bits).
 */
final class RandomIds implements Ids {

    private final Clock clock;
    private final RandomGenerator random;

    RandomIds(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    @Override
    public String next(String kind) {
        return kind + "-" + digits(clock.millis(), 9) + digits(random.nextLong() & ((1L << 50) - 1), 10);
    }

    private static String digits(long value, int width) {
        String text = Long.toString(value, 32).toLowerCase(Locale.ROOT);
        return "0".repeat(Math.max(0, width - text.length())) + text;
    }
}
