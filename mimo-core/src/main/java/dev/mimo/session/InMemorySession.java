package dev.mimo.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.jspecify.annotations.Nullable;

/** One session in memory: its entries, and the log of whoever has it open. */
final class InMemorySession implements Transcript {

    private final List<Stored> entries = new ArrayList<>();
    private Instant last;
    private @Nullable Log log;

    InMemorySession(Instant made) {
        last = made;
    }

    synchronized SessionLog open(SessionId id, Clock clock) {
        if (log != null) {
            throw new SessionBusy(id, "this process");
        }
        Log made = new Log(id, clock);
        log = made;
        return made;
    }

    synchronized boolean isOpen() {
        return log != null;
    }

    void closeLog() {
        Log open;
        synchronized (this) {
            open = log;
        }
        if (open != null) {
            open.close();
        }
    }

    synchronized SessionInfo info(SessionId id) {
        return new SessionInfo(id, entries.size(), last);
    }

    @Override
    public synchronized long size() {
        return entries.size();
    }

    @Override
    public synchronized List<Stored> page(long from, int limit) {
        if (from < 0 || limit < 0) {
            throw new IllegalArgumentException("a page is from 0 or more, of 0 or more: " + from + ", " + limit);
        }
        int begin = (int) Math.min(from, entries.size());
        return List.copyOf(entries.subList(begin, (int) Math.min(begin + (long) limit, entries.size())));
    }

    private synchronized long append(Log writer, Clock clock, List<Entry> added) {
        if (log != writer) {
            throw new StoreException("cannot write to session \"" + writer.id + "\": it is closed", null);
        }
        long sequence = entries.size();
        last = added.isEmpty() ? last : SessionTime.next(clock, last);
        for (Entry entry : List.copyOf(added)) {
            entries.add(new Stored(entries.size(), last, entry));
        }
        return sequence;
    }

    private synchronized void release(Log writer) {
        if (log == writer) {
            log = null;
        }
    }

    private final class Log implements SessionLog {

        private final SessionId id;
        private final Clock clock;
        private @Nullable Path folder;

        Log(SessionId id, Clock clock) {
            this.id = id;
            this.clock = clock;
        }

        @Override
        public SessionId id() {
            return id;
        }

        @Override
        public long append(List<Entry> added) {
            return InMemorySession.this.append(this, clock, added);
        }

        @Override
        public Transcript transcript() {
            return InMemorySession.this;
        }

        @Override
        public synchronized Path folder() {
            try {
                Path made = folder == null ? Files.createTempDirectory("mimo-session-") : folder;
                folder = made;
                return made;
            } catch (IOException e) {
                throw new StoreException("cannot make a folder for session \"" + id + "\": " + e, e);
            }
        }

        @Override
        public synchronized void close() {
            release(this);
            Path made = folder;
            folder = null;
            if (made != null) {
                try {
                    FileUtils.deleteDirectory(made.toFile());
                } catch (IOException e) {
                    throw new StoreException("cannot remove " + made + ": " + e, e);
                }
            }
        }
    }
}
