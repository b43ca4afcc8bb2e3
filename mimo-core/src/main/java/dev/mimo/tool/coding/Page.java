package dev.mimo.tool.coding;

import dev.mimo.tool.InvalidCall;
import org.jspecify.annotations.Nullable;

/** The part of a file that is shown at once: numbered lines, filled from the file's first line on. Confined to one call. */
final class Page {

    /** Lines shown when no limit is given. */
    static final int LINES = 2_000;

    /** Characters shown of a line. */
    static final int LINE_LENGTH = 2_000;

    /** Characters shown in all; about a quarter of them in tokens. */
    static final int SIZE = 50 * 1024;

    private final long first;
    private final int most;
    private final StringBuilder text = new StringBuilder();
    private long next;
    private boolean full;

    Page(@Nullable Integer offset, @Nullable Integer limit) {
        first = offset == null ? 1 : offset;
        most = limit == null ? LINES : limit;
        next = first;
    }

    /** Whether the line with this number, from 1, is to be added. */
    boolean wants(long number) {
        return number >= first && !full;
    }

    /**
     * Adds the next line that the page wants.
     *
     * @param line its beginning, without its end: {@link #LINE_LENGTH} characters or more, or all of it
     * @param length characters of all of it
     */
    void add(String line, long length) {
        String numbered = Lines.numbered(next, Lines.cut(line, length, LINE_LENGTH));
        if (text.length() + numbered.length() > SIZE) {
            full = true;
            return;
        }
        text.append(numbered);
        next++;
        full = next - first == most;
    }

    /**
     * What is shown of a file that had this many lines.
     *
     * @throws InvalidCall when it has no line to begin with
     */
    String shown(long lines, String file) {
        if (lines == 0 && first == 1) {
            return "(" + file + " is empty)";
        }
        if (first > lines) {
            throw new InvalidCall(file + " has " + lines + " lines, so there is no line " + first);
        }
        long left = lines - next + 1;
        return left == 0 ? text.toString() : text + "(" + left + " more lines; go on with offset " + next + ")";
    }
}
