package dev.mimo.examples.report;

import java.time.Instant;
import java.util.List;

/**
 * What was said, shortened: the beginning, the end, what people said, and what is named as evidence.
 *
 * @param lines in order
 * @param left how many lines there are that are not among them
 */
public record Excerpt(List<Line> lines, int left) {

    public Excerpt {
        lines = List.copyOf(lines);
    }

    /**
     * Something said or done.
     *
     * @param sequence its place in the session
     * @param label the tool, the model, the outcome; empty where who says it all
     * @param text shortened
     * @param length how long it was, in characters
     * @param skipped how many lines before it are left out
     */
    public record Line(long sequence, Instant at, Who who, String label, String text, int length, int skipped) {}

    /** Who says it. */
    public enum Who {
        /** A turn begins. */
        TURN,
        USER,
        /** The runtime, in the user's place. */
        RUNTIME,
        ASSISTANT,
        CALL,
        RESULT,
        ERROR,
        /** A turn ends or pauses. */
        END
    }
}
