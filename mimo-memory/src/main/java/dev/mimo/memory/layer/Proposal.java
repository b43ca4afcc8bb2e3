package dev.mimo.memory.layer;

import dev.mimo.session.MemoryEntry;
import java.util.List;

/**
 * What the user said in several projects and may want remembered for all.
 *
 * @param id for {@link Promotion#confirm} and {@link Promotion#dismiss}
 * @param projects where it was said, in the order of the alphabet
 */
public record Proposal(String id, MemoryEntry.Kind kind, String text, List<String> projects) {
    public Proposal {
        projects = List.copyOf(projects);
    }
}
