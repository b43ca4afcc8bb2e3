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

    /**
     * Begins a session as a copy of the beginning of another one, page by page; the two have nothing in common afterwards. Its
     * entries are written now. One that ends within a turn looks like a session that was cut off there.
     *
     * @param entries how many are copied; at most all that there are
     * @throws StoreException when there is no session {@code from}, or there is one named {@code to}; nothing is made then
     * @throws SessionBusy when somebody makes that one meanwhile
     */
    default void fork(SessionId from, SessionId to, long entries) {
        Transcript source = find(from);
        if (source == null) {
            throw new StoreException("there is no session \"" + from + "\" to fork", null);
        }
        if (entries < 0 || entries > source.size()) {
            throw new IllegalArgumentException(
                    "session \"" + from + "\" has " + source.size() + " entries, not " + entries);
        }
        if (find(to) != null) {
            throw new StoreException("there is a session \"" + to + "\" already", null);
        }
        boolean whole = false;
        SessionLog target = open(to);
        try {
            Forking.copy(source, target, entries);
            whole = true;
        } finally {
            target.close();
            if (!whole) {
                delete(to);
            }
        }
    }

    @Override
    void close();
}
