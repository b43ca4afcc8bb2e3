package dev.mimo.examples.report;

import dev.mimo.memory.checkpoint.Checkpoint;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.MessageRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a session besides what was said: its checkpoints, and what is remembered beyond it.
 *
 * @param versions of the checkpoint, oldest first
 * @param layers what is remembered, by scope
 * @param quotes what messages of other sessions say that are named as evidence
 */
public record Knowledge(List<Checkpoint> versions, List<Layer> layers, List<Quote> quotes) {

    public static final Knowledge NONE = new Knowledge(List.of(), List.of(), List.of());

    public Knowledge {
        versions = List.copyOf(versions);
        layers = List.copyOf(layers);
        quotes = List.copyOf(quotes);
    }

    /** The newest version that was not rejected; null when there is none. */
    public @Nullable Checkpoint newest() {
        Checkpoint newest = null;
        for (Checkpoint version : versions) {
            newest = version.making().status() == Checkpoint.Status.REJECTED ? newest : version;
        }
        return newest;
    }

    /**
     * What is remembered in a scope.
     *
     * @param fault why its file cannot be understood; null when all is well
     */
    public record Layer(
            MemoryScope scope,
            List<MemoryEntry> entries,
            @Nullable String fault) {
        public Layer {
            entries = List.copyOf(entries);
        }
    }

    /** A message of another session, shortened. */
    public record Quote(MessageRef ref, String who, String text) {}
}
