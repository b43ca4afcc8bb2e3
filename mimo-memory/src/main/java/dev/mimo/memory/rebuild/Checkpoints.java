package dev.mimo.memory.rebuild;

import dev.mimo.agent.PromptAssembler.Conversation;
import dev.mimo.agent.Session;
import dev.mimo.memory.checkpoint.Checkpoint;
import dev.mimo.memory.checkpoint.CheckpointKeeper;
import dev.mimo.memory.checkpoint.CheckpointRequest;
import dev.mimo.memory.checkpoint.CheckpointStore;
import dev.mimo.memory.checkpoint.CheckpointWriter.Note;
import dev.mimo.memory.checkpoint.NoteSource;
import dev.mimo.model.ModelCall;
import dev.mimo.session.SessionId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoints that contexts are rebuilt from. Safe for use by several threads.
 *
 * @param keeper has them written
 * @param store keeps them
 * @param notes what agents noted
 * @param patience how long a rebuild waits for the first checkpoint of a session
 */
public record Checkpoints(CheckpointKeeper keeper, CheckpointStore store, NoteSource notes, Duration patience) {

    /** The newest one; null when there is none. */
    @Nullable
    Checkpoint findLatest(SessionId session) {
        return store.findLatest(session);
    }

    /** What the agent noted and no checkpoint has. */
    List<Note> unread(SessionId session) {
        return notes.unread(session).notes();
    }

    /** Has everything before entry {@code to} taken in, in the background. */
    void request(Session session, Conversation conversation, long to, String cause, ModelCall call) {
        keeper.request(of(session, conversation, to, cause, call));
    }

    /** The same at once: waits for the writer for a bounded time, then takes what can be told without it. */
    Checkpoint now(Session session, Conversation conversation, long to, String cause, ModelCall call)
            throws InterruptedException {
        return keeper.now(of(session, conversation, to, cause, call), patience);
    }

    /* A writer may end after the turn: then its events are those of the session. */
    private static CheckpointRequest of(
            Session session, Conversation conversation, long to, String cause, ModelCall call) {
        return new CheckpointRequest(
                session.id(),
                conversation.transcript(),
                to,
                conversation.plan(),
                call.withEvents(session::tell),
                cause);
    }
}
