package dev.mimo.testing;

import dev.mimo.session.Entry;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionInfo;
import dev.mimo.session.SessionLog;
import dev.mimo.session.SessionStore;
import dev.mimo.session.StoreException;
import dev.mimo.session.Stored;
import dev.mimo.session.Transcript;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A store whose process dies at one append. One lock for all, so that nothing slips in once it is dead. */
final class CrashingStore implements SessionStore {

    private final SessionStore inner;
    private final boolean written;
    private final List<SessionLog> open = new ArrayList<>();
    private int left;

    /** {@code written}: whether the fatal append is made. */
    CrashingStore(SessionStore inner, int append, boolean written) {
        if (append < 1) {
            throw new IllegalArgumentException("appends are counted from 1: " + append);
        }
        this.inner = inner;
        this.written = written;
        left = append;
    }

    @Override
    public synchronized SessionLog open(SessionId id) {
        requireAlive();
        SessionLog log = inner.open(id);
        open.add(log);
        return new CrashingLog(log);
    }

    @Override
    public @Nullable Transcript find(SessionId id) {
        Transcript found = alive(() -> inner.find(id));
        return found == null ? null : new CrashingTranscript(found);
    }

    @Override
    public List<SessionInfo> list() {
        return alive(inner::list);
    }

    @Override
    public synchronized void delete(SessionId id) {
        requireAlive();
        inner.delete(id);
    }

    /** Closes the store inside, unless the process has died: then there is nobody to do it. */
    @Override
    public synchronized void close() {
        if (left > 0) {
            inner.close();
        }
    }

    private synchronized <T extends @Nullable Object> T alive(Supplier<T> work) {
        requireAlive();
        return work.get();
    }

    private void requireAlive() {
        if (left == 0) {
            throw dead();
        }
    }

    private static StoreException dead() {
        return new StoreException("the process has died (as the test ordered)", null);
    }

    private synchronized long append(SessionLog log, List<Entry> entries) {
        requireAlive();
        if (--left > 0) {
            return log.append(entries);
        }
        try {
            if (written) {
                log.append(entries);
            }
        } finally {
            open.forEach(SessionLog::close);
            open.clear();
        }
        throw dead();
    }

    private synchronized void close(SessionLog log) {
        if (open.remove(log)) {
            log.close();
        }
    }

    private final class CrashingLog implements SessionLog {

        private final SessionLog log;

        CrashingLog(SessionLog log) {
            this.log = log;
        }

        @Override
        public SessionId id() {
            return log.id();
        }

        @Override
        public long append(List<Entry> entries) {
            return CrashingStore.this.append(log, entries);
        }

        @Override
        public Transcript transcript() {
            return new CrashingTranscript(alive(log::transcript));
        }

        @Override
        public Path folder() {
            return alive(log::folder);
        }

        @Override
        public void close() {
            CrashingStore.this.close(log);
        }
    }

    private final class CrashingTranscript implements Transcript {

        private final Transcript transcript;

        CrashingTranscript(Transcript transcript) {
            this.transcript = transcript;
        }

        @Override
        public long size() {
            return alive(transcript::size);
        }

        @Override
        public List<Stored> page(long from, int limit) {
            return alive(() -> transcript.page(from, limit));
        }
    }
}
