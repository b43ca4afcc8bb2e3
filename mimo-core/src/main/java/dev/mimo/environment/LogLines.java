package dev.mimo.environment;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Walks over the lines of a log, from one position to another. A line is {@code CCCCCCCC payload LF}: the CRC-32C, in
 * lower-case hex, of all that follows it but the line end; then a mark; then the payload.
 */
final class LogLines implements Closeable {

    /** The mark of the last record of a batch. */
    static final byte LAST = ' ';
    /** The mark of a record that another one of its batch follows. */
    static final byte MORE = '+';
    /** Bytes before the payload: eight digits and the mark. */
    static final int HEAD = 9;

    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int CHUNK = 64 * 1024;

    private final Path path;
    private final RandomAccessFile file;
    private final long until;
    private final CRC32C crc = new CRC32C();
    private byte[] buffer;
    /** Where in the file the buffer begins. */
    private long base;
    /** The current line, from its first byte to its LF, and the end of what was read, all in the buffer. */
    private int start;

    private int feed = -1;
    private int filled;

    /** Lines that end before {@code until}. */
    LogLines(Path path, long from, long until) throws IOException {
        this.path = path;
        file = new RandomAccessFile(path.toFile(), "r");
        this.until = until;
        base = from;
        buffer = new byte[(int) Math.max(16, Math.min(CHUNK, until - from))];
        try {
            file.seek(from);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** Goes to the next whole line; false when there is none. */
    boolean next() throws IOException {
        start = feed + 1;
        int at = start;
        while (true) {
            for (; at < filled; at++) {
                if (buffer[at] == '\n') {
                    feed = at;
                    return true;
                }
            }
            int scanned = at - start;
            if (!fill()) {
                return false;
            }
            at = start + scanned;
        }
    }

    /** Reads on; the current line moves to the front of the buffer, which grows when the line fills it. */
    private boolean fill() throws IOException {
        long left = until - base - filled;
        if (left <= 0) {
            return false;
        }
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, filled - start);
            base += start;
            filled -= start;
            feed -= start;
            start = 0;
        }
        if (filled == buffer.length) {
            buffer = Arrays.copyOf(buffer, (int) Math.min(RecordLog.LONGEST * 2L, buffer.length * 2L));
        }
        if (filled == buffer.length) {
            throw new DamagedLog(path, position(), "no record is so long");
        }
        int count = file.read(buffer, filled, (int) Math.min(buffer.length - filled, left));
        if (count > 0) {
            filled += count;
        }
        return count > 0;
    }

    /** Where the current line begins in the file. */
    long position() {
        return base + start;
    }

    /** Where the line after the current one begins. */
    long end() {
        return base + feed + 1;
    }

    /** Whether the line is as it was written. */
    boolean isSound() {
        if (feed - start < HEAD || (mark() != LAST && mark() != MORE)) {
            return false;
        }
        byte[] digits = new byte[HEAD - 1];
        crc.reset();
        crc.update(buffer, start + HEAD - 1, feed - start - HEAD + 1);
        digits(crc.getValue(), digits, 0);
        return Arrays.equals(digits, 0, HEAD - 1, buffer, start, start + HEAD - 1);
    }

    /** Whether a batch ends with this line. */
    boolean isLast() {
        return mark() == LAST;
    }

    byte[] payload() {
        return Arrays.copyOfRange(buffer, start + HEAD, feed);
    }

    private byte mark() {
        return buffer[start + HEAD - 1];
    }

    /** Writes the eight digits of a checksum. */
    static void digits(long checksum, byte[] to, int at) {
        for (int i = 0; i < HEAD - 1; i++) {
            to[at + i] = DIGITS[(int) (checksum >>> (28 - 4 * i)) & 0xf];
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
