package dev.mimo.model;

import org.jspecify.annotations.Nullable;

/**
 * What calls to models took.
 *
 * @param calls how many, failed ones included where the provider charged for them
 * @param usage their tokens
 * @param cost null when the price of one of them is unknown
 */
public record Spent(int calls, Usage usage, @Nullable Cost cost) {

    public static final Spent NOTHING = new Spent(0, Usage.none(), Cost.zero());

    public Spent plus(Spent other) {
        return new Spent(
                calls + other.calls,
                usage.plus(other.usage),
                cost == null || other.cost == null ? null : cost.plus(other.cost));
    }
}
