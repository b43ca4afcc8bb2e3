package dev.mimo.tool.coding;

import dev.mimo.environment.Cancellation;
import dev.mimo.tool.InvalidCall;

/**
 * Lines that a regular expression reads letter by letter, each read counted: one that would go over the same letters
 * for ever ends with a clear error, and it ends soon when the turn is cancelled. Confined to one thread.
 */
final class BoundedText {

    /** Reads for one line, beyond {@link #STEPS_PER_LETTER}. */
    private static final long STEPS_PER_LINE = 2_000_000;

    /** Reads for each letter of a line. */
    private static final long STEPS_PER_LETTER = 100;

    /** Reads in one search; some 10 s. */
    private static final long STEPS = 2_000_000_000L;

    /** How often the signal is looked at. */
    private static final long CHECK = 1 << 14;

    private final Cancellation cancellation;
    private long steps;
    private long limit;

    BoundedText(Cancellation cancellation) {
        this.cancellation = cancellation;
    }

    /** A line to be matched next; the one before must not be used any more. */
    CharSequence line(String line) {
        limit = Math.min(STEPS, steps + STEPS_PER_LINE + STEPS_PER_LETTER * line.length());
        return new Counted(line);
    }

    private void step() {
        if (++steps > limit) {
            throw new InvalidCall("the pattern takes too long: simplify nested repetitions such as (a+)+,"
                    + " or search fewer files");
        }
        if (steps % CHECK == 0) {
            cancellation.throwIfCancelled();
        }
    }

    private final class Counted implements CharSequence {

        private final String text;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            step();
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
