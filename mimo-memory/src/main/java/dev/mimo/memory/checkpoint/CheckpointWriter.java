package dev.mimo.memory.checkpoint;

import dev.mimo.model.ModelCall;
import dev.mimo.session.Plan;
import dev.mimo.session.SessionId;
import dev.mimo.session.Transcript;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads on in a session and says what of it has to be known later. It changes nothing itself: it returns a patch, which is
 * checked and applied by the runtime.
 *
 * <p>Called on a thread of its own, never twice at once for one session. It may block; it is cancelled when it takes too long.
 */
@FunctionalInterface
public interface CheckpointWriter {

    /**
     * The patch that takes the entries from {@code range.from} up to {@link CheckpointPatch#upTo} in.
     *
     * @throws dev.mimo.environment.MimoException when it cannot; the runtime's own digest stands then
     */
    CheckpointPatch write(Material material) throws InterruptedException;

    /** Reads nothing: checkpoints are made of the runtime's own digest alone. */
    static CheckpointWriter none() {
        return material -> new CheckpointPatch(material.range().from(), Map.of(), List.of());
    }

    /**
     * What it works on.
     *
     * @param session whose entries
     * @param previous null before the first checkpoint
     * @param transcript the session as stored
     * @param range the entries to be taken in; tool calls and their results are never separated
     * @param digest what was done in them, found without a model
     * @param plan the task tree at the end of the range
     * @param call how to call a model: what it costs is charged to its budget, and it ends when time is up
     */
    record Material(
            SessionId session,
            @Nullable Checkpoint previous,
            Transcript transcript,
            Range range,
            Digest digest,
            Plan plan,
            ModelCall call) {}

    /**
     * Entries from {@code from} on, up to but without {@code to}.
     *
     * @param notes what the agent noted and no checkpoint has taken in
     */
    record Range(long from, long to, List<Note> notes) {
        public Range {
            notes = List.copyOf(notes);
        }
    }

    /**
     * What the agent noted for itself.
     *
     * @param id unique within the session
     * @param section where it says that it belongs; null when it does not
     */
    record Note(String id, String text, @Nullable Section section) {}
}
