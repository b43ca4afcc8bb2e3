package dev.mimo.model;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a model.
 *
 * @param ref its name
 * @param window how many tokens it can hold, prompt and answer together; null when unknown
 * @param maxOutput how many tokens an answer may have; null when unknown
 * @param prices null when unknown
 */
public record ModelFacts(
        ModelRef ref,
        @Nullable Integer window,
        @Nullable Integer maxOutput,
        @Nullable Prices prices) {

    public static ModelFacts unknown(ModelRef ref) {
        return new ModelFacts(ref, null, null, null);
    }

    public ModelFacts withPrices(Prices other) {
        return new ModelFacts(ref, window, maxOutput, other);
    }

    public ModelFacts withWindow(int tokens) {
        return new ModelFacts(ref, tokens, maxOutput, prices);
    }
}
