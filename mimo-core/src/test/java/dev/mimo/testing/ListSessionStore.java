package dev.mimo.testing;

import dev.mimo.session.Entry;
import dev.mimo.session.SessionBusy;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionInfo;
import dev.mimo.session.SessionLog;
import dev.mimo.session.SessionStore;
import dev.mimo.session.Stored;
import dev.mimo.session.Transcript;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The least that is a store, with leases. Confined to one thread. */
final class ListSessionStore implements SessionStore {

    private final Map<SessionId, List<Stored>> sessions = new HashMap<>();
    private final Set<SessionId> leased = new HashSet<>();
    boolean closed;

    @Override
    public SessionLog open(SessionId id) {
        if (!leased.add(id)) {
            throw new SessionBusy(id, "another writer");
        }
        return new Log(id, sessions.computeIfAbsent(id, any -> new ArrayList<>()));
    }

    @Override
    public @Nullable Transcript find(SessionId id) {
        List<Stored> entries = sessions.get(id);
        return entries == null ? null : new View(entries);
    }

    @Override
    public List<SessionInfo> list() {
        return sessions.entrySet().stream()
                .map(session ->
                        new SessionInfo(session.getKey(), session.getValue().size(), Instant.EPOCH))
                .toList();
    }

    @Override
    public void delete(SessionId id) {
        sessions.remove(id);
    }

    @Override
    public void close() {
        closed = true;
    }

    private final class Log implements SessionLog {

        private final SessionId id;
        private final List<Stored> entries;

        Log(SessionId id, List<Stored> entries) {
            this.id = id;
            this.entries = entries;
        }

        @Override
        public SessionId id() {
            return id;
        }

        @Override
        public long append(List<Entry> added) {
            long first = entries.size();
            added.forEach(entry -> entries.add(new Stored(entries.size(), Instant.EPOCH, entry)));
            return first;
        }

        @Override
        public Transcript transcript() {
            return new View(entries);
        }

        @Override
        public Path folder() {
            return Path.of("folder");
        }

        @Override
        public void close() {
            leased.remove(id);
        }
    }

    private record View(List<Stored> entries) implements Transcript {

        @Override
        public long size() {
            return entries.size();
        }

        @Override
        public List<Stored> page(long from, int limit) {
            return entries.stream().skip(from).limit(limit).toList();
        }
    }
}
