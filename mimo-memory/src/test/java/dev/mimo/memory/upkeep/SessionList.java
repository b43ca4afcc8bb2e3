package dev.mimo.memory.upkeep;

import dev.mimo.memory.checkpoint.Checkpoint;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.SessionId;
import dev.mimo.session.Transcript;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A project whose sessions have grown to some length, and nothing else is known of them. */
final class SessionList implements DreamMaterial {

    final List<Grown> grown = new ArrayList<>();

    @Override
    public List<Grown> sessions(String project, int most) {
        return List.copyOf(grown);
    }

    @Override
    public @Nullable Checkpoint findCheckpoint(SessionId session) {
        return null;
    }

    @Override
    public @Nullable Transcript findTranscript(SessionId session) {
        return null;
    }

    @Override
    public List<MemoryEntry> waiting(MemoryScope.Project project) {
        return List.of();
    }
}
