package dev.mimo.workflow.journal;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Runs that live as long as this object: for tests, and for hosts that never resume one after a restart. */
public final class InMemoryJournal implements Journal {

    private final Map<RunId, Run> runs = new ConcurrentHashMap<>();
    private final Clock clock;

    public InMemoryJournal() {
        this(Clock.systemUTC());
    }

    public InMemoryJournal(Clock clock) {
        this.clock = clock;
    }

    @Override
    public RunLog begin(RunId id, JournalRecord.Header header) {
        Run run = new Run(id);
        Log log = run.own();
        run.add(List.of(header));
        Run before = runs.putIfAbsent(id, run);
        if (before == null) {
            return log;
        }
        before.own().close();
        throw new JournalException("run " + id + " was begun before: open it, or take another name", null);
    }

    @Override
    public RunLog open(RunId id) {
        Run run = runs.get(id);
        if (run == null) {
            throw new JournalException("there is no run " + id, null);
        }
        return run.own();
    }

    @Override
    public @Nullable RunRecords find(RunId id) {
        return runs.get(id);
    }

    @Override
    public List<RunInfo> list() {
        return runs.values().stream()
                .map(Run::info)
                .sorted(Comparator.comparing(RunInfo::lastWritten)
                        .reversed()
                        .thenComparing(run -> run.id().value()))
                .toList();
    }

    private final class Run implements RunRecords {

        private final RunId id;
        private final List<Recorded> records = new ArrayList<>();
        private @Nullable Log owner;

        Run(RunId id) {
            this.id = id;
        }

        synchronized Log own() {
            if (owner != null) {
                throw new RunBusy(id, "this process");
            }
            Log log = new Log(this);
            owner = log;
            return log;
        }

        synchronized void leave(Log log) {
            owner = owner == log ? null : owner;
        }

        synchronized long append(Log log, List<? extends JournalRecord> more) {
            if (owner != log) {
                throw new JournalException("run " + id + " is closed", null);
            }
            return add(more);
        }

        private synchronized long add(List<? extends JournalRecord> more) {
            long sequence = records.size();
            Instant now = Instant.ofEpochMilli(clock.millis());
            for (JournalRecord record : more) {
                Instant last = records.isEmpty()
                        ? now
                        : records.get(records.size() - 1).at();
                records.add(new Recorded(records.size(), now.isBefore(last) ? last : now, record));
            }
            return sequence;
        }

        synchronized RunInfo info() {
            return RunInfo.of(id, records.get(0), records.get(records.size() - 1));
        }

        @Override
        public synchronized long size() {
            return records.size();
        }

        @Override
        public synchronized List<Recorded> page(long from, int limit) {
            if (from < 0 || limit < 0) {
                throw new IllegalArgumentException("a page is from 0 or more, of 0 or more: " + from + ", " + limit);
            }
            long start = Math.min(from, records.size());
            return List.copyOf(records.subList((int) start, (int) Math.min(start + limit, records.size())));
        }
    }

    private static final class Log implements RunLog {

        private final Run run;

        Log(Run run) {
            this.run = run;
        }

        @Override
        public RunId id() {
            return run.id;
        }

        @Override
        public long append(List<? extends JournalRecord> records) {
            if (records.stream().anyMatch(JournalRecord.Header.class::isInstance)) {
                throw new IllegalArgumentException("a run has one header, which begin writes");
            }
            return run.append(this, records);
        }

        @Override
        public RunRecords records() {
            return run;
        }

        @Override
        public void close() {
            run.leave(this);
        }
    }
}
