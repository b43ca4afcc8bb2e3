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
     * Adds a version, and makes it the newest one, unless it is rejected.
     *
     * @throws dev.mimo.session.StoreException when it could not be kept, or somebody else has added this version
     */
    void save(Checkpoint checkpoint);

    /** All versions, oldest first. */
    List<Checkpoint> versions(SessionId session);
}
