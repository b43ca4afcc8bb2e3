package dev.mimo.memory.checkpoint;

import dev.mimo.model.Cost;
import dev.mimo.model.Usage;
import dev.mimo.session.SessionId;
import java.time.Clock;

/** Looks back at the versions of a session's checkpoint, and goes back to one. Safe for use by several threads. */
public final class CheckpointVersions {

    private final CheckpointStore store;
    private final Clock clock;

    public CheckpointVersions(CheckpointStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * What has changed from one version to another.
     *
     * @throws IllegalArgumentException when there is no such version
     */
    public CheckpointDiff diff(SessionId session, int from, int to) {
        return CheckpointDiff.of(version(session, from), version(session, to));
    }

    /**
     * Makes a new version that says what an old one says. Its marks are no further than those of the old one, so that what came
     * since is read again, and nothing is left out.
     *
     * @throws IllegalArgumentException when there is no such version, or it was rejected
     * @throws dev.mimo.session.StoreException when it cannot be stored, or somebody adds a version at the same time
     */
    public Checkpoint restore(SessionId session, int version) {
        Checkpoint old = version(session, version);
        Checkpoint latest = store.findLatest(session);
        if (old.making().status() == Checkpoint.Status.REJECTED || latest == null) {
            throw new IllegalArgumentException("version " + version + " of session \"" + session
                    + "\" was rejected: it is kept for the record only");
        }
        long written = Math.min(old.marks().written(), latest.marks().written());
        Checkpoint.Making making = new Checkpoint.Making(
                clock.instant(),
                old.making().status(),
                old.making().model(),
                Usage.none(),
                Cost.zero(),
                "restored from version " + version);
        Checkpoint restored = new Checkpoint(
                session,
                SessionVersions.next(store, session, latest),
                old.sections(),
                new Checkpoint.Marks(old.marks().covered(), written),
                making);
        store.save(restored);
        return restored;
    }

    private Checkpoint version(SessionId session, int version) {
        Checkpoint found = store.find(session, version);
        if (found == null) {
            throw new IllegalArgumentException("session \"" + session + "\" has no checkpoint " + version);
        }
        return found;
    }
}
