package dev.mimo.examples.cli;

import dev.mimo.examples.coder.Settings;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that works with a model. */
final class TurnOptions {

    @Option(
            names = "--model",
            paramLabel = "PROVIDER:NAME",
            description = "Which model to use; the one that the environment variables ask for when left out.")
    @Nullable
    String model;

    @Option(names = "--max-steps", paramLabel = "N", description = "Stop after so many steps (exit 4).")
    @Nullable
    Integer steps;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "Stop after so long, such as 90s, 10m or 1h30m (exit 4).")
    @Nullable
    Duration timeout;

    @Option(names = "--max-cost", paramLabel = "USD", description = "Stop when it has cost so much (exit 4).")
    @Nullable
    BigDecimal cost;

    /**
     * The limits among them.
     *
     * @throws IllegalArgumentException when one is out of range
     */
    Settings.Bounds bounds() {
        if (steps != null && steps < 1) {
            throw new IllegalArgumentException("--max-steps must be at least 1, not " + steps);
        }
        if (cost != null && cost.signum() < 0) {
            throw new IllegalArgumentException("--max-cost must not be negative: " + cost);
        }
        return new Settings.Bounds(steps, timeout, cost);
    }
}
