package dev.mimo.memory.checkpoint;

import dev.mimo.session.MemoryEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something a writer found that may be worth to be known beyond the session. Whether it is remembered is decided by code, on
 * the evidence.
 *
 * @param kind what sort of thing
 * @param text one line
 * @param evidence numbers of entries that show it; at least one
 * @param paths files it speaks of; may be empty
 * @param sameAs the id of a remembered entry that says the same; null when the writer knows of none
 * @param contradicts the id of a remembered entry that it speaks against; null when there is none
 */
public record Finding(
        MemoryEntry.Kind kind,
        String text,
        List<Long> evidence,
        List<String> paths,
        @Nullable String sameAs,
        @Nullable String contradicts) {
    public Finding {
        evidence = List.copyOf(evidence);
        paths = List.copyOf(paths);
    }
}
