package dev.mimo.memory.checkpoint;

import dev.mimo.session.SessionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the checkpoints of sessions, all versions. Safe for use by several threads.
 *
 * <p>Row, marks and publication change as one: after a crash at any point, {@link #findLatest} gives a whole version, and
 * what a person can see of it is that version.
 */
public interface CheckpointStore {

    /** The newest version that was not rejected; null when there is none. */
    @Nullable
    Checkpoint findLatest(SessionId session);

    /** A version; null when there is none. */
    @Nullable
    Checkpoint find(SessionId session, int version);

    /**
     * Adds the version that follows the last one, rejected ones counted, and makes it the newest, unless it is rejected.
     *
     * @throws dev.mimo.session.StoreException when it could not be kept, or it does not follow the last version: somebody else
     *     has added one
     */
    void save(Checkpoint checkpoint);

    /** All versions, oldest first. */
    List<Checkpoint> versions(SessionId session);

    /** Forgets all versions; does nothing when there are none. Where a store of sessions removes them too, it need not be called. */
    void delete(SessionId session);
}
