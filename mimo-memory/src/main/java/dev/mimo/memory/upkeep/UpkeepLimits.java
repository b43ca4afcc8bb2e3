package dev.mimo.memory.upkeep;

import dev.mimo.model.Cost;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one run of a job may take, whatever the turn beside it may.
 *
 * @param tokens of all its calls to models
 * @param cost of those whose price is known; null: no limit
 * @param deadline how long it may look and ask
 */
public record UpkeepLimits(long tokens, @Nullable Cost cost, Duration deadline) {

    public UpkeepLimits {
        if (tokens < 1) {
            throw new IllegalArgumentException("upkeep needs at least one token: " + tokens);
        }
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("a deadline is longer than nothing: " + deadline);
        }
    }
}
