package dev.mimo.memory.checkpoint;

import dev.mimo.session.SessionId;
import java.util.List;

/** Where the notes of sessions are read from. Safe for use by several threads. */
public interface NoteSource {

    /** What no checkpoint has taken in yet, oldest first. */
    Unread unread(SessionId session);

    /**
     * A checkpoint has taken the notes up to {@link Unread#offset} in; what was noted since stays unread. An offset
     * below one that was given before does nothing.
     */
    void consumed(SessionId session, long offset);

    /** No notes at all. */
    static NoteSource none() {
        return new NoteSource() {
            @Override
            public Unread unread(SessionId session) {
                return new Unread(List.of(), 0);
            }

            @Override
            public void consumed(SessionId session, long offset) {}
        };
    }

    /**
     * Unread notes.
     *
     * @param offset where they end
     */
    record Unread(List<CheckpointWriter.Note> notes, long offset) {
        public Unread {
            notes = List.copyOf(notes);
        }
    }
}
