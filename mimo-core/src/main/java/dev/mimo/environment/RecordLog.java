package dev.mimo.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * An append-only file of records, one line each, that is never found torn.
 *
 * <p>A line is {@code CCCCCCCC payload LF}: CRC-32C in hex, a mark, the payload. The mark is a space, or {@code +} when the
 * next record belongs to the same batch; so a batch whose last line is missing was not written, and is cut off when the log
 * is opened again. So is a last line that is torn or fails its checksum; a bad line anywhere else is a {@link DamagedLog}.
 *
 * <p>One writer, held by a {@link ProcessLock} beside the file; any number of readers, in any process. Only every 64th
 * record's place is kept in memory. Safe for use by several threads; an interrupt does no harm.
 */
public final class RecordLog implements AutoCloseable {

    /** The longest record, in bytes. */
    public static final int LONGEST = 256 * 1024 * 1024;

    /** A bigger buffer is not kept for the next append. */
    private static final int KEPT_BUFFER = 256 * 1024;

    private final Path file;
    private final Durability durability;
    private final @Nullable ProcessLock lock;
    private final @Nullable LogTape tape;
    private final CRC32C crc = new CRC32C();
    private byte[] buffer = new byte[512];
    private long[] starts = new long[1];
    private long discarded;
    private volatile LogIndex index = LogIndex.empty();
    private @Nullable String refusal;

    /** What an acknowledged append survives. */
    public enum Durability {
        /** The end of the process, however it comes; a power loss may take the last records. */
        FLUSH,
        /** A power loss. */
        FORCE
    }

    private RecordLog(Path file, Durability durability, @Nullable ProcessLock lock, @Nullable LogTape tape) {
        this.file = file;
        this.durability = durability;
        this.lock = lock;
        this.tape = tape;
    }

    /**
     * Opens a log for writing, makes it (mode {@code 0600}) when there is none, and cuts off what was not written whole.
     *
     * @throws FileBusy when it is open for writing, here or in another process
     * @throws DamagedLog when it cannot be trusted; the file stays as it is
     */
    public static RecordLog open(Path file, Durability durability) throws IOException {
        return open(file, durability, LogTape.Disk::new);
    }

    static RecordLog open(Path file, Durability durability, TapeFactory tapes) throws IOException {
        ProcessLock lock = ProcessLock.take(lockFile(file));
        LogTape tape = null;
        try {
            boolean made = PrivateFiles.create(file);
            Path folder = file.toAbsolutePath().getParent();
            if (made && durability == Durability.FORCE && folder != null) {
                AtomicFile.forceFolder(folder);
            }
            long size = Files.size(file);
            LogIndex index = LogIndex.empty().advanced(file, size);
            tape = tapes.open(file);
            if (index.end < size) {
                tape.truncate(index.end);
            }
            RecordLog log = new RecordLog(file, durability, lock, tape);
            log.index = index;
            log.discarded = size - index.end;
            return log;
        } catch (IOException | RuntimeException | Error e) {
            if (tape != null) {
                tape.close();
            }
            lock.close();
            throw e;
        }
    }

    /**
     * Opens a log for reading, beside its writer; an unfinished tail is not seen. Holds no file open.
     *
     * @throws DamagedLog when it cannot be trusted
     */
    public static RecordLog read(Path file) throws IOException {
        RecordLog log = new RecordLog(file, Durability.FLUSH, null, null);
        log.size();
        return log;
    }

    /** The first and the last record, without reading those between; both are the same when there is one, none if none. */
    public static List<byte[]> ends(Path file) throws IOException {
        return LogEnds.of(file);
    }

    /** The file that {@link #open} locks. */
    public static Path lockFile(Path file) {
        return file.resolveSibling(file.getFileName() + ".lock");
    }

    /** How many records there are now. */
    public long size() throws IOException {
        if (tape == null) {
            refresh();
        }
        return index.count;
    }

    /** How many bytes of an unfinished append were cut off when this log was opened. */
    public long discarded() {
        return discarded;
    }

    /** Up to {@code limit} records from {@code from} on, in order; fewer at the end, none beyond it. */
    public List<byte[]> page(long from, int limit) throws IOException {
        if (from < 0 || limit < 0) {
            throw new IllegalArgumentException("a page is from 0 or more, of 0 or more: " + from + ", " + limit);
        }
        if (tape == null && from > index.count - limit) {
            refresh();
        }
        return Collections.unmodifiableList(new ArrayList<>(index.page(file, from, limit)));
    }

    private synchronized void refresh() throws IOException {
        long size = Files.size(file);
        if (size < index.end) {
            index = LogIndex.empty();
        }
        if (size > index.end) {
            index = index.advanced(file, size);
        }
    }

    /**
     * Adds records, all or none, and returns when they are as durable as this log is.
     *
     * @param records without line feeds
     * @return the number of the first one; records are numbered from 0
     * @throws IOException when they could not be written; none was added, and the log can be used on unless it says that it
     *     cannot
     */
    public synchronized long append(List<byte[]> records) throws IOException {
        LogTape out = tape;
        if (out == null || refusal != null) {
            throw new IOException(file + (refusal == null ? " was opened for reading" : refusal));
        }
        LogIndex before = index;
        if (records.isEmpty()) {
            return before.count;
        }
        int length = encode(records, before.end);
        boolean written = false;
        try {
            out.write(before.end, buffer, length);
            written = true;
            if (durability == Durability.FORCE) {
                force(out);
            }
        } finally {
            if (!written || refusal != null) {
                takeBack(out, before.end);
            }
            if (buffer.length > KEPT_BUFFER) {
                buffer = new byte[512];
            }
        }
        index = before.plus(starts, records.size(), before.end + length);
        return before.count;
    }

    /** After a failed force nobody knows what the disk holds, and forcing again would claim success: no more appends. */
    private void force(LogTape out) throws IOException {
        boolean forced = false;
        try {
            out.force();
            forced = true;
        } finally {
            if (!forced) {
                refusal = " could not be forced to disk; open it again to go on";
            }
        }
    }

    private void takeBack(LogTape out, long end) {
        try {
            out.truncate(end);
        } catch (IOException e) {
            refusal = " holds an append that failed and could not be taken back; open it again to go on";
        }
    }

    private int encode(List<byte[]> records, long position) {
        int number = records.size();
        if (starts.length < number) {
            starts = new long[number];
        }
        long length = 0;
        for (byte[] record : records) {
            length += record.length + LogLines.HEAD + 1;
            requireOneLine(record);
        }
        if (length > LONGEST) {
            throw new IllegalArgumentException("an append is at most " + LONGEST + " bytes: " + length);
        }
        if (buffer.length < length) {
            buffer = new byte[(int) Math.max(length, Math.min(KEPT_BUFFER, buffer.length * 2L))];
        }
        int at = 0;
        for (int i = 0; i < number; i++) {
            starts[i] = position + at;
            at = encode(records.get(i), i == number - 1 ? LogLines.LAST : LogLines.MORE, at);
        }
        return at;
    }

    private int encode(byte[] record, byte mark, int at) {
        int payload = at + LogLines.HEAD;
        buffer[payload - 1] = mark;
        System.arraycopy(record, 0, buffer, payload, record.length);
        crc.reset();
        crc.update(buffer, payload - 1, record.length + 1);
        LogLines.digits(crc.getValue(), buffer, at);
        buffer[payload + record.length] = '\n';
        return payload + record.length + 1;
    }

    private static void requireOneLine(byte[] record) {
        for (byte b : record) {
            if (b == '\n') {
                throw new IllegalArgumentException("a record holds no line feed");
            }
        }
    }

    /** Ends writing and lets others write; reading goes on. A second call does nothing. */
    @Override
    public synchronized void close() {
        if (tape == null || lock == null) {
            return;
        }
        refusal = " is closed";
        try (lock) {
            tape.close();
        } catch (IOException e) {
            throw new MimoException("cannot close " + file, e);
        }
    }

    /** Opens the write end of a log. */
    @FunctionalInterface
    interface TapeFactory {
        LogTape open(Path file) throws IOException;
    }
}
