package dev.mimo.agent;

import dev.mimo.model.Cost;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hard counts for a turn and everything that it causes: candidates, judges, writers, sub-agents, workflows. Immutable; each
 * method gives new limits. Null means unlimited.
 */
public final class Limits {

    private static final Limits DEFAULTS = new Limits();
    private static final int DEPTH = 8;
    private static final int SUBAGENTS = 16;

    private @Nullable Integer steps;
    private @Nullable Duration wallClock;
    private @Nullable Long tokens;
    private @Nullable Cost cost;
    private boolean unknownPrices;
    private int depth = DEPTH;
    private int subagents = SUBAGENTS;

    private Limits() {}

    /** No limit on steps, time, tokens and cost; sub-agents 8 deep, 16 at work at once. */
    public static Limits defaults() {
        return DEFAULTS;
    }

    /** At most {@code most} steps of the agent itself; at least 1. */
    public Limits steps(int most) {
        requirePositive(most, "steps");
        return with(copy -> copy.steps = most);
    }

    /**
     * Time from the start of the turn; positive. While it is paused, or its process is dead, no time passes; a turn that goes on
     * after a crash may have used up to a minute more than it knows.
     */
    public Limits wallClock(Duration most) {
        if (most.isNegative() || most.isZero()) {
            throw new IllegalArgumentException("wallClock must be positive: " + most);
        }
        return with(copy -> copy.wallClock = most);
    }

    /** Tokens of prompts and answers together; at least 1. */
    public Limits tokens(long most) {
        requirePositive(most, "tokens");
        return with(copy -> copy.tokens = most);
    }

    /** Refused when the agent is built with a model whose price is unknown, unless {@link #allowUnknownPrices}. */
    public Limits cost(Cost most) {
        return with(copy -> copy.cost = most);
    }

    /** Takes a cost limit together with models whose price is unknown: what they spend is then not limited. */
    public Limits allowUnknownPrices() {
        return with(copy -> copy.unknownPrices = true);
    }

    /** How deep sub-agents may start sub-agents; 0 forbids them. */
    public Limits depth(int most) {
        if (most < 0) {
            throw new IllegalArgumentException("depth must be at least 0: " + most);
        }
        return with(copy -> copy.depth = most);
    }

    /** How many sub-agents of one turn's tree may be at work at once; one that waits does not count. At least 1. */
    public Limits subagents(int most) {
        requirePositive(most, "subagents");
        return with(copy -> copy.subagents = most);
    }

    public @Nullable Integer steps() {
        return steps;
    }

    public @Nullable Duration wallClock() {
        return wallClock;
    }

    public @Nullable Long tokens() {
        return tokens;
    }

    public @Nullable Cost cost() {
        return cost;
    }

    public boolean allowsUnknownPrices() {
        return unknownPrices;
    }

    public int depth() {
        return depth;
    }

    public int subagents() {
        return subagents;
    }

    /** The tighter of each. */
    Limits tightest(@Nullable Limits other) {
        if (other == null) {
            return this;
        }
        return with(copy -> {
            copy.steps = least(steps, other.steps);
            copy.wallClock = least(wallClock, other.wallClock);
            copy.tokens = least(tokens, other.tokens);
            copy.cost = least(cost, other.cost);
            copy.unknownPrices = unknownPrices || other.unknownPrices;
            copy.depth = Math.min(depth, other.depth);
            copy.subagents = Math.min(subagents, other.subagents);
        });
    }

    /* The copy is changed before anyone else sees it, never after. */
    private Limits with(Consumer<Limits> change) {
        Limits copy = new Limits();
        copy.steps = steps;
        copy.wallClock = wallClock;
        copy.tokens = tokens;
        copy.cost = cost;
        copy.unknownPrices = unknownPrices;
        copy.depth = depth;
        copy.subagents = subagents;
        change.accept(copy);
        return copy;
    }

    private static void requirePositive(long value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1: " + value);
        }
    }

    private static <T extends Comparable<T>> @Nullable T least(@Nullable T a, @Nullable T b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.compareTo(b) <= 0 ? a : b;
    }
}
