package dev.mimo.session;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sessions that live as long as this object: for tests, and for hosts that keep nothing. */
public final class InMemorySessionStore implements SessionStore {

    private final Clock clock;
    private final Map<SessionId, InMemorySession> sessions = new HashMap<>();

    public InMemorySessionStore() {
        this(Clock.systemUTC());
    }

    public InMemorySessionStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized SessionLog open(SessionId id) {
        return sessions.computeIfAbsent(id, any -> new InMemorySession(SessionTime.next(clock, Instant.EPOCH)))
                .open(id, clock);
    }

    @Override
    public synchronized @Nullable Transcript find(SessionId id) {
        return sessions.get(id);
    }

    @Override
    public synchronized List<SessionInfo> list() {
        List<SessionInfo> list = new ArrayList<>();
        sessions.forEach((id, session) -> list.add(session.info(id)));
        list.sort(Comparator.comparing(SessionInfo::lastWritten)
                .reversed()
                .thenComparing(session -> session.id().value()));
        return list;
    }

    @Override
    public synchronized void delete(SessionId id) {
        InMemorySession session = sessions.get(id);
        if (session != null) {
            if (session.isOpen()) {
                throw new SessionBusy(id, "this process");
            }
            sessions.remove(id);
        }
    }

    /** Closes the sessions that are open and forgets all. */
    @Override
    public synchronized void close() {
        sessions.values().forEach(InMemorySession::closeLog);
        sessions.clear();
    }
}
