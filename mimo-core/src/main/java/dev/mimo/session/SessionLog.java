package dev.mimo.session;

import java.nio.file.Path;
import java.util.List;

/**
 * The one writer of a session, held by lease until it is closed. Confined to one thread at a time.
 */
public interface SessionLog extends AutoCloseable {

    SessionId id();

    /**
     * Adds entries, all or none, and returns when they are durable.
     *
     * @return the sequence number of the first one
     * @throws StoreException when they could not be written; nothing was added then
     */
    long append(List<Entry> entries);

    Transcript transcript();

    /**
     * A private folder for files that belong to the session, such as the full output of tools; made when first asked for,
     * removed when the session is deleted (or, for a session that is not stored, closed).
     */
    Path folder();

    /** Gives the lease back. */
    @Override
    void close();
}
