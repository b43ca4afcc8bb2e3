package dev.mimo.judge;

import java.util.ArrayList;
import java.util.List;

/** A stop condition in words, with checks that decide by themselves. Immutable; each method gives a new one. */
public final class Goal {

    private static final int MOST_ROUNDS = 12;

    private final String condition;
    private final List<Evidence> evidence;
    private final int maxRounds;

    private Goal(String condition, List<Evidence> evidence, int maxRounds) {
        if (condition.isBlank()) {
            throw new IllegalArgumentException("a goal says in words when it is met");
        }
        if (maxRounds < 1) {
            throw new IllegalArgumentException("maxRounds must be at least 1: " + maxRounds);
        }
        this.condition = condition;
        this.evidence = evidence;
        this.maxRounds = maxRounds;
    }

    /** A condition in words; the agent is sent back at most 12 times. */
    public static Goal of(String condition) {
        return new Goal(condition, List.of(), MOST_ROUNDS);
    }

    /** Adds a check. All must hold before a judge is asked. */
    public Goal evidence(Evidence check) {
        List<Evidence> more = new ArrayList<>(evidence);
        more.add(check);
        return new Goal(condition, List.copyOf(more), maxRounds);
    }

    /** How often the agent may be sent back; at least 1. */
    public Goal maxRounds(int most) {
        return new Goal(condition, evidence, most);
    }

    public String condition() {
        return condition;
    }

    public List<Evidence> evidence() {
        return evidence;
    }

    public int maxRounds() {
        return maxRounds;
    }
}
