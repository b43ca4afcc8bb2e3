package dev.mimo.workflow.journal;

import dev.mimo.environment.RecordLog;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The writer of a run in a file. */
final class FileRunLog implements RunLog {

    private final RunId id;
    private final RecordLog log;
    private final FileRunRecords records;
    private final Clock clock;
    private Instant last;

    FileRunLog(RunId id, RecordLog log, FileRunRecords records, Clock clock) {
        this.id = id;
        this.log = log;
        this.records = records;
        this.clock = clock;
        long size = records.size();
        last = size == 0 ? Instant.EPOCH : records.page(size - 1, 1).get(0).at();
    }

    @Override
    public RunId id() {
        return id;
    }

    @Override
    public long append(List<? extends JournalRecord> more) {
        if (more.stream().anyMatch(JournalRecord.Header.class::isInstance)) {
            throw new IllegalArgumentException("a run has one header, which begin writes");
        }
        return add(more);
    }

    synchronized long add(List<? extends JournalRecord> more) {
        long sequence = records.size();
        Instant now = Instant.ofEpochMilli(clock.millis());
        Instant at = now.isBefore(last) ? last : now;
        try {
            List<byte[]> lines = new ArrayList<>(more.size());
            for (JournalRecord record : more) {
                lines.add(records.line(new Recorded(sequence + lines.size(), at, record)));
            }
            log.append(lines);
        } catch (IOException | IllegalArgumentException e) {
            throw new JournalException("cannot write to run " + id + ": " + e.getMessage(), e);
        }
        last = at;
        return sequence;
    }

    @Override
    public RunRecords records() {
        return records;
    }

    @Override
    public void close() {
        log.close();
    }
}
