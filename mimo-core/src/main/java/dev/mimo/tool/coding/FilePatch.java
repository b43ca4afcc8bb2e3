package dev.mimo.tool.coding;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a patch wants of one file.
 *
 * @param from the file that is there; null to create one
 * @param to the file that is to be there; null to delete it
 * @param hunks in the order of the file; empty for a mere move
 * @param whole whether the whole content must be named to delete or create, as unified diffs do
 */
record FilePatch(@Nullable String from, @Nullable String to, List<Hunk> hunks, boolean whole) {

    FilePatch {
        hunks = List.copyOf(hunks);
    }

    /** The name to speak of it. */
    String name() {
        return to != null ? to : from != null ? from : "";
    }

    /**
     * Lines in a row of which some change.
     *
     * @param start the number, from 1, of its first line in the old file; 0 when the patch does not say
     * @param anchor a line of the file that stands before it; null when the patch names none
     */
    record Hunk(int start, @Nullable String anchor, List<Line> lines) {

        Hunk {
            lines = List.copyOf(lines);
        }

        /** The lines that must be there. */
        List<Line> old() {
            return lines.stream().filter(line -> line.kind() != '+').toList();
        }

        /** The place in the old file, from 0; one that only adds names the line before it. */
        int place() {
            return Math.max(0, old().isEmpty() ? start : start - 1);
        }
    }

    /**
     * A line of a hunk.
     *
     * @param kind a blank, {@code +} or {@code -}
     * @param text without its end
     * @param open whether the file ends here without a line end
     */
    record Line(char kind, String text, boolean open) {}
}
