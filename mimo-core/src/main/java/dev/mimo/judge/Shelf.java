package dev.mimo.judge;

import dev.mimo.model.TokenEstimator;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Pieces of text within a bound: the first one is kept, then the oldest goes. Confined to one thread. */
final class Shelf {

    private static final TokenEstimator TOKENS = TokenEstimator.byScript();

    private final long room;
    private final boolean keepsFirst;
    private final Deque<String> pieces = new ArrayDeque<>();
    private @Nullable String first;
    private long used;
    private int leftOut;

    /**
     * An empty one.
     *
     * @param room in tokens
     * @param keepsFirst whether the very first piece stays, such as the task
     */
    Shelf(long room, boolean keepsFirst) {
        this.room = room;
        this.keepsFirst = keepsFirst;
    }

    void add(String piece) {
        used += TOKENS.estimate(piece);
        if (keepsFirst && first == null) {
            first = piece;
            return;
        }
        pieces.add(piece);
        while (used > room && pieces.size() > 1) {
            used -= TOKENS.estimate(pieces.remove());
            leftOut++;
        }
    }

    /** How many pieces had to go. */
    int leftOut() {
        return leftOut;
    }

    String text() {
        StringBuilder text = new StringBuilder(first == null ? "" : first);
        if (leftOut > 0) {
            text.append("[… ").append(leftOut).append(" left out …]\n");
        }
        pieces.forEach(text::append);
        return text.isEmpty() ? "(none)\n" : text.toString();
    }
}
