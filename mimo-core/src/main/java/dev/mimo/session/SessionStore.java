package dev.mimo.session;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps sessions: the one store of record. Safe for use by several threads, and, where it is durable, by several processes.
 */
public interface SessionStore extends AutoCloseable {

    /**
     * Opens a session for writing, and makes it when there is none.
     *
     * @throws SessionBusy when another writer, here or in another process, has it open
     * @throws StoreException when it cannot be read or made
     */
    SessionLog open(SessionId id);

    /** A session for reading, beside whoever writes it; null when there is none. */
    @Nullable
    Transcript find(SessionId id);

    /** All sessions, the one written last first. */
    List<SessionInfo> list();

    /**
     * Removes a session with all its files, and nothing else.
     *
     * @throws SessionBusy when it is open
     */
    void delete(SessionId id);

    @Override
    void close();
}
