package dev.mimo.testing.junit;

import dev.mimo.session.Entry;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionInfo;
import dev.mimo.session.SessionLog;
import dev.mimo.session.SessionStore;
import dev.mimo.session.Transcript;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Knows which sessions of a store are open. Safe for use by several threads. */
final class WatchedStore implements SessionStore {

    private final SessionStore inner;
    private final Set<SessionId> open = new LinkedHashSet<>();

    WatchedStore(SessionStore inner) {
        this.inner = inner;
    }

    /** Opened and not closed, the oldest first. */
    synchronized List<SessionId> openSessions() {
        return List.copyOf(open);
    }

    @Override
    public SessionLog open(SessionId id) {
        SessionLog log = inner.open(id);
        synchronized (this) {
            open.add(id);
        }
        return new WatchedLog(log);
    }

    @Override
    public @Nullable Transcript find(SessionId id) {
        return inner.find(id);
    }

    @Override
    public List<SessionInfo> list() {
        return inner.list();
    }

    @Override
    public void delete(SessionId id) {
        inner.delete(id);
    }

    @Override
    public void close() {
        synchronized (this) {
            open.clear();
        }
        inner.close();
    }

    private synchronized void closed(SessionId id) {
        open.remove(id);
    }

    private final class WatchedLog implements SessionLog {

        private final SessionLog log;

        WatchedLog(SessionLog log) {
            this.log = log;
        }

        @Override
        public SessionId id() {
            return log.id();
        }

        @Override
        public long append(List<Entry> entries) {
            return log.append(entries);
        }

        @Override
        public Transcript transcript() {
            return log.transcript();
        }

        @Override
        public Path folder() {
            return log.folder();
        }

        @Override
        public void close() {
            closed(log.id());
            log.close();
        }
    }
}
