package dev.mimo.memory.checkpoint;

import dev.mimo.session.SessionId;
import dev.mimo.session.StoreException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Checkpoints that live as long as this object: for tests, and for hosts that keep nothing. */
public final class InMemoryCheckpointStore implements CheckpointStore {

    private final Map<SessionId, TreeMap<Integer, Checkpoint>> sessions = new HashMap<>();

    /** Empty. */
    public InMemoryCheckpointStore() {}

    @Override
    public synchronized @Nullable Checkpoint findLatest(SessionId session) {
        for (Checkpoint checkpoint : of(session).descendingMap().values()) {
            if (checkpoint.making().status() != Checkpoint.Status.REJECTED) {
                return checkpoint;
            }
        }
        return null;
    }

    @Override
    public synchronized @Nullable Checkpoint find(SessionId session, int version) {
        return of(session).get(version);
    }

    @Override
    public synchronized void save(Checkpoint checkpoint) {
        TreeMap<Integer, Checkpoint> versions = sessions.computeIfAbsent(checkpoint.session(), any -> new TreeMap<>());
        int next = versions.isEmpty() ? 1 : versions.lastKey() + 1;
        if (checkpoint.version() != next) {
            throw new StoreException(
                    "the next checkpoint of session \"" + checkpoint.session() + "\" is version " + next + ", not "
                            + checkpoint.version(),
                    null);
        }
        versions.put(next, checkpoint);
    }

    @Override
    public synchronized List<Checkpoint> versions(SessionId session) {
        return List.copyOf(of(session).values());
    }

    @Override
    public synchronized void delete(SessionId session) {
        sessions.remove(session);
    }

    private TreeMap<Integer, Checkpoint> of(SessionId session) {
        return sessions.getOrDefault(session, new TreeMap<>());
    }
}
