package dev.mimo.agent;

import dev.mimo.model.Cost;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Hard counts for a turn and everything that it causes: candidates, judges, writers, sub-agents, workflows. Immutable; each
 * method gives new limits. Null means unlimited.
 */
public final class Limits {

    private static final Limits DEFAULTS = new Limits(new Numbers(null, null, null, null, false, 8, 16));

    private final Numbers numbers;

    private Limits(Numbers numbers) {
        this.numbers = numbers;
    }

    private record Numbers(
            @Nullable Integer steps,
            @Nullable Duration wallClock,
            @Nullable Long tokens,
            @Nullable Cost cost,
            boolean unknownPrices,
            int depth,
            int subagents) {}

    /** No limit on steps, time, tokens and cost; sub-agents 8 deep, 16 at work at once. */
    public static Limits defaults() {
        return DEFAULTS;
    }

    /** At most {@code most} steps of the agent itself; at least 1. */
    public Limits steps(int most) {
        return with(new Numbers(
                positive(most, "steps"),
                numbers.wallClock,
                numbers.tokens,
                numbers.cost,
                numbers.unknownPrices,
                numbers.depth,
                numbers.subagents));
    }

    /** From the start of the turn; a pause does not count. */
    public Limits wallClock(Duration most) {
        if (most.isNegative() || most.isZero()) {
            throw new IllegalArgumentException("wallClock must be positive: " + most);
        }
        return with(new Numbers(
                numbers.steps,
                most,
                numbers.tokens,
                numbers.cost,
                numbers.unknownPrices,
                numbers.depth,
                numbers.subagents));
    }

    /** Tokens of prompts and answers together. */
    public Limits tokens(long most) {
        if (most < 1) {
            throw new IllegalArgumentException("tokens must be at least 1: " + most);
        }
        return with(new Numbers(
                numbers.steps,
                numbers.wallClock,
                most,
                numbers.cost,
                numbers.unknownPrices,
                numbers.depth,
                numbers.subagents));
    }

    /** Refused when the agent is built with a model whose price is unknown, unless {@link #allowUnknownPrices}. */
    public Limits cost(Cost most) {
        return with(new Numbers(
                numbers.steps,
                numbers.wallClock,
                numbers.tokens,
                most,
                numbers.unknownPrices,
                numbers.depth,
                numbers.subagents));
    }

    /** Takes a cost limit together with models whose price is unknown: what they spend is then not limited. */
    public Limits allowUnknownPrices() {
        return with(new Numbers(
                numbers.steps,
                numbers.wallClock,
                numbers.tokens,
                numbers.cost,
                true,
                numbers.depth,
                numbers.subagents));
    }

    /** How deep sub-agents may start sub-agents; 0 forbids them. */
    public Limits depth(int most) {
        if (most < 0) {
            throw new IllegalArgumentException("depth must be at least 0: " + most);
        }
        return with(new Numbers(
                numbers.steps,
                numbers.wallClock,
                numbers.tokens,
                numbers.cost,
                numbers.unknownPrices,
                most,
                numbers.subagents));
    }

    /** How many agents of one turn's tree may be at work at once; one that waits does not count. At least 1. */
    public Limits subagents(int most) {
        return with(new Numbers(
                numbers.steps,
                numbers.wallClock,
                numbers.tokens,
                numbers.cost,
                numbers.unknownPrices,
                numbers.depth,
                positive(most, "subagents")));
    }

    public @Nullable Integer steps() {
        return numbers.steps;
    }

    public @Nullable Duration wallClock() {
        return numbers.wallClock;
    }

    public @Nullable Long tokens() {
        return numbers.tokens;
    }

    public @Nullable Cost cost() {
        return numbers.cost;
    }

    public boolean allowsUnknownPrices() {
        return numbers.unknownPrices;
    }

    public int depth() {
        return numbers.depth;
    }

    public int subagents() {
        return numbers.subagents;
    }

    /** The tighter of each. */
    Limits tightest(@Nullable Limits other) {
        if (other == null) {
            return this;
        }
        Numbers a = numbers;
        Numbers b = other.numbers;
        return new Limits(new Numbers(
                least(a.steps, b.steps),
                least(a.wallClock, b.wallClock),
                least(a.tokens, b.tokens),
                least(a.cost, b.cost),
                a.unknownPrices || b.unknownPrices,
                Math.min(a.depth, b.depth),
                Math.min(a.subagents, b.subagents)));
    }

    private Limits with(Numbers other) {
        return new Limits(other);
    }

    private static int positive(int value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1: " + value);
        }
        return value;
    }

    private static <T extends Comparable<T>> @Nullable T least(@Nullable T a, @Nullable T b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.compareTo(b) <= 0 ? a : b;
    }
}
