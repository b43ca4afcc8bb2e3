package dev.mimo.memory.rebuild;

import dev.mimo.agent.PromptAssembler.Conversation;
import dev.mimo.memory.checkpoint.Checkpoint;
import dev.mimo.memory.checkpoint.CheckpointWriter.Note;
import dev.mimo.memory.checkpoint.Digest;
import dev.mimo.model.ModelCall;
import dev.mimo.session.SessionId;
import dev.mimo.session.Transcript;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a context needs of the checkpoints of its session. */
interface Checkpoints {

    /** The newest one; null when there is none. */
    @Nullable
    Checkpoint findLatest(SessionId session);

    /** Has everything before entry {@code to} taken in, in the background. */
    void request(Conversation conversation, long to, String cause, ModelCall call);

    /** The same at once: waits for the writer for a bounded time, then takes what can be told without it. */
    Checkpoint now(Conversation conversation, long to, String cause, ModelCall call) throws InterruptedException;

    /** What the agent noted and no checkpoint has. */
    List<Note> notes(SessionId session);

    /** What was done in the entries from {@code from} on, up to but without {@code to}. */
    Digest digest(Transcript transcript, long from, long to);

    /** Tells a checkpoint in at most so many tokens. */
    String render(Checkpoint checkpoint, long tokens);
}
