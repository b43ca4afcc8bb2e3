package dev.mimo.session;

import dev.mimo.environment.PrivateFiles;
import dev.mimo.environment.RecordLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The writer of a session in a file. */
final class FileSessionLog implements SessionLog {

    private final SessionId id;
    private final RecordLog records;
    private final Path folder;
    private final Clock clock;
    private final Consumer<FileSessionLog> closed;
    private final FileTranscript transcript;
    private Instant last = Instant.EPOCH;

    private FileSessionLog(SessionId id, RecordLog records, Path folder, Clock clock, Consumer<FileSessionLog> closed) {
        this.id = id;
        this.records = records;
        this.folder = folder;
        this.clock = clock;
        this.closed = closed;
        transcript = new FileTranscript(folder.resolve("session.log"), records);
    }

    /** Begins the log with a header, or checks the one it has. */
    static FileSessionLog open(
            SessionId id, RecordLog records, Path folder, Clock clock, Consumer<FileSessionLog> closed)
            throws IOException {
        FileSessionLog log = new FileSessionLog(id, records, folder, clock, closed);
        if (records.size() == 0) {
            log.last = SessionTime.next(clock, Instant.EPOCH);
            records.append(List.of(bytes(EntryFormat.write(new EntryFormat.Header(id, log.last)))));
        } else {
            log.last = log.transcript.header(id).at();
            long size = log.transcript.size();
            for (Stored newest : log.transcript.page(Math.max(0, size - 1), 1)) {
                log.last = newest.at();
            }
        }
        return log;
    }

    @Override
    public SessionId id() {
        return id;
    }

    @Override
    public synchronized long append(List<Entry> entries) {
        try {
            Instant now = SessionTime.next(clock, last);
            long sequence = records.size() - 1;
            List<byte[]> lines = new ArrayList<>(entries.size());
            for (Entry entry : entries) {
                lines.add(bytes(EntryFormat.write(new Stored(sequence + lines.size(), now, entry))));
            }
            records.append(lines);
            last = now;
            return sequence;
        } catch (IOException | IllegalArgumentException e) {
            throw new StoreException("cannot write to session \"" + id + "\": " + e.getMessage(), e);
        }
    }

    @Override
    public Transcript transcript() {
        return transcript;
    }

    @Override
    public Path folder() {
        Path files = folder.resolve("files");
        try {
            PrivateFiles.createFolders(files);
            return files;
        } catch (IOException e) {
            throw new StoreException("cannot make " + files + ": " + e, e);
        }
    }

    @Override
    public void close() {
        closed.accept(this);
        records.close();
    }

    private static byte[] bytes(String line) {
        return line.getBytes(StandardCharsets.UTF_8);
    }
}
