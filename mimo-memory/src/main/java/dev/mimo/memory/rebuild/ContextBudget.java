package dev.mimo.memory.rebuild;

import dev.mimo.model.ModelFacts;
import dev.mimo.model.ModelOptions;
import org.jspecify.annotations.Nullable;

/**
 * How many tokens a prompt may have.
 *
 * @param tokens the budget
 * @param guessed whether the model's window is unknown, and was taken to be {@link #UNKNOWN_WINDOW}
 */
public record ContextBudget(long tokens, boolean guessed) {

    /** What a model of unknown window is taken to hold, in tokens. */
    public static final long UNKNOWN_WINDOW = 128_000;

    /** A rebuild comes before a prompt of more than this share of the budget. */
    static final double FULL = 0.90;

    /** What may follow system and tools after a rebuild, as a share of what they leave of the budget. */
    static final double AFTER_REBUILD = 0.45;

    /** An answer is not given more than this share of the window when the host did not say how long it may be. */
    private static final int LARGEST_RESERVE_DIVISOR = 4;

    /**
     * The model's window less what is reserved for its answer, and at most {@code maxContext}. Reserved is what the options
     * say; else the longest answer of the model, but at most a quarter of the window.
     *
     * @param maxContext the host's own bound, in tokens; null when there is none
     */
    public static ContextBudget of(ModelFacts facts, ModelOptions options, @Nullable Long maxContext) {
        Integer known = facts.window();
        long window = known == null ? UNKNOWN_WINDOW : known;
        long quarter = window / LARGEST_RESERVE_DIVISOR;
        Integer asked = options.maxOutputTokens();
        Integer longest = facts.maxOutput();
        long reserved = asked != null ? asked : longest == null ? quarter : Math.min(longest, quarter);
        long budget = Math.max(1, window - Math.min(reserved, window - 1));
        return new ContextBudget(maxContext == null ? budget : Math.min(budget, maxContext), known == null);
    }

    /** At most so many tokens. */
    ContextBudget atMost(long limit) {
        return limit < tokens ? new ContextBudget(limit, guessed) : this;
    }

    /** The size from which on the context is rebuilt. */
    long full() {
        return (long) (tokens * FULL);
    }

    /** What may follow system and tools after a rebuild. */
    long afterRebuild(long head) {
        return Math.max(0, (long) ((tokens - head) * AFTER_REBUILD));
    }
}
