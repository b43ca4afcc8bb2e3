package dev.mimo.workflow.journal;

import dev.mimo.environment.DamagedLog;
import dev.mimo.environment.RecordLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The records of a run in a file. */
final class FileRunRecords implements RunRecords {

    private final Path file;
    private final RecordLog log;
    private final RunLines lines;

    FileRunRecords(Path file, RecordLog log, RunLines lines) {
        this.file = file;
        this.log = log;
        this.lines = lines;
    }

    /** A record as its line. */
    byte[] line(Recorded recorded) throws IOException {
        return lines.write(recorded);
    }

    @Override
    public long size() {
        return reading(log::size);
    }

    @Override
    public List<Recorded> page(long from, int limit) {
        return reading(() -> {
            List<Recorded> page = new ArrayList<>();
            for (byte[] line : log.page(from, limit)) {
                long sequence = from + page.size();
                page.add(lines.read(line, sequence, file + ", record " + sequence));
            }
            return List.copyOf(page);
        });
    }

    private <T> T reading(Reading<T> reading) {
        try {
            return reading.run();
        } catch (DamagedLog e) {
            throw new DamagedJournal(e.getMessage(), e.position(), e);
        } catch (IOException e) {
            throw new JournalException("cannot read " + file + ": " + e, e);
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        T run() throws IOException;
    }
}
