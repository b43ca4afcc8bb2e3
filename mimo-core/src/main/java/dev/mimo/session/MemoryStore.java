package dev.mimo.session;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what is remembered beyond a session, by {@linkplain MemoryScope scope}. Safe for use by several threads and, where
 * it is durable, by several processes: no change is lost, and none is seen by halves.
 *
 * <p>What a person wrote is theirs: a change that rewords or drops such an entry is refused.
 */
public interface MemoryStore extends AutoCloseable {

    /**
     * What is remembered now.
     *
     * @throws StoreException when it cannot be read at all
     */
    Layer read(MemoryScope scope);

    /**
     * Changes what is remembered. The change is made to what is stored at that moment, and made again when somebody else was
     * quicker; it should do nothing else. Entries of one kind keep their order, new ones come last. An entry given as a
     * person's may get another id, that of its text.
     *
     * @param change gives the entries as they shall be
     * @return what is stored now
     * @throws MemoryConflict when others were quicker again and again
     * @throws StoreException when it cannot be written, the layer has a {@linkplain Layer#fault fault}, or the change would
     *     touch what belongs to a person; nothing was changed then
     */
    Layer update(MemoryScope scope, UnaryOperator<List<MemoryEntry>> change);

    @Override
    void close();

    /**
     * A scope's memory at one moment.
     *
     * @param version changes with every change; empty when nothing was ever stored
     * @param entries in the order of the file
     * @param fault why the stored text cannot be understood, with the place; nothing is changed until a person has mended
     *     it. Null when all is well
     */
    record Layer(
            String version,
            List<MemoryEntry> entries,
            @Nullable String fault) {
        public Layer {
            entries = List.copyOf(entries);
        }
    }
}
