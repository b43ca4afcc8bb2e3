package dev.mimo.memory.upkeep;

import dev.mimo.memory.checkpoint.Checkpoint;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.SessionId;
import dev.mimo.session.Transcript;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a dream reads beside memory: what sessions of a project saw. Safe for use by several threads. */
public interface DreamMaterial {

    /** The sessions of a project in which something was said, the one written last first; at most {@code most}. */
    List<Grown> sessions(String project, int most);

    /** What a session is about; null when it has no checkpoint. */
    @Nullable
    Checkpoint findCheckpoint(SessionId session);

    /** All that was said in a session; null when it is gone. */
    @Nullable
    Transcript findTranscript(SessionId session);

    /** What was found in a project and is not sure enough to be remembered yet. */
    List<MemoryEntry> waiting(MemoryScope.Project project);

    /**
     * How much of a session there is.
     *
     * @param version of its checkpoint; 0 when there is none
     */
    record Grown(SessionId session, long entries, int version) {}
}
