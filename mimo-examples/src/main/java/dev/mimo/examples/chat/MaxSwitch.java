package dev.mimo.examples.chat;

import dev.mimo.judge.Steps;
import dev.mimo.model.Prompt;
import java.util.Locale;
import java.util.function.Predicate;

/** On which steps Max Mode is at work, as the person wants it. Safe for use by several threads. */
final class MaxSwitch implements Predicate<Prompt> {

    static final int CANDIDATES = 5;

    private static final Predicate<Prompt> HARD =
            Steps.first().or(Steps.afterFailure()).or(Steps.afterReminder());

    private volatile Position position = Position.OFF;

    /** How it stands. */
    enum Position {
        OFF("one reply a step"),
        ON(CANDIDATES + " drafts at each step, and a judge"),
        AUTO(CANDIDATES + " drafts and a judge where it gets difficult: first steps, and after failures");

        private final String words;

        Position(String words) {
            this.words = words;
        }

        String words() {
            return name().toLowerCase(Locale.ROOT) + ": " + words;
        }
    }

    Position position() {
        return position;
    }

    void set(Position other) {
        position = other;
    }

    @Override
    public boolean test(Prompt prompt) {
        Position now = position;
        return now == Position.ON || (now == Position.AUTO && HARD.test(prompt));
    }
}
