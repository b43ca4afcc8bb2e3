package dev.mimo.tool.coding;

import dev.mimo.tool.InvalidCall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A patch read line by line. Confined to one thread. */
final class PatchText {

    private final List<String> lines;
    private int next;

    PatchText(String text) {
        // In a patch whose own lines end with LF, a CR belongs to the line of the file.
        boolean windows = text.indexOf('\n') > 0 && text.charAt(text.indexOf('\n') - 1) == '\r';
        this.lines = windows ? Lines.of(text) : List.of(withoutLastEnd(text).split("\n", -1));
    }

    private static String withoutLastEnd(String text) {
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    boolean isOver() {
        return next >= lines.size();
    }

    /** The line that comes; an empty one at the end. */
    String peek() {
        return peek(0);
    }

    String peek(int ahead) {
        return next + ahead < lines.size() ? lines.get(next + ahead) : "";
    }

    boolean has(int ahead) {
        return next + ahead < lines.size();
    }

    String take() {
        return lines.get(next++);
    }

    /** What follows {@code head} in the line that comes, which is taken then; null when it begins otherwise. */
    @Nullable
    String takeAfter(String head) {
        if (isOver() || !peek().startsWith(head)) {
            return null;
        }
        return take().substring(head.length());
    }

    InvalidCall fault(String what) {
        return new InvalidCall("line " + (next + 1) + " of the patch: " + what);
    }
}
