package dev.mimo.memory.layer;

import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the layers remember about themselves, out of reach of any file tool: what was published, so that a change by others
 * is noticed and undone; what was noted and how much of it was taken in; projects, candidates, proposals. Texts by key on a
 * {@link Shelf}; their form is ours.
 *
 * <p>Safe for use by several threads and, where it is durable, by several processes.
 */
public interface LayerLedger {

    /** What stands there; null when nothing does. */
    @Nullable
    String find(Shelf shelf, String key);

    /** All whose key begins with {@code prefix}, by key. */
    SortedMap<String, String> list(Shelf shelf, String prefix);

    /**
     * Changes what stands there, as one step that nobody else comes between; durable when it returns.
     *
     * @param change is given what stands there, null when nothing does; gives what shall stand there, null for nothing. It
     *     must not use the ledger itself, and may be called again
     * @return what stands there now
     */
    @Nullable
    String update(Shelf shelf, String key, UnaryOperator<@Nullable String> change);
}
