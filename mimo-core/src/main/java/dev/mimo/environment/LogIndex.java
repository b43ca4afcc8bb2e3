package dev.mimo.environment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How far a log goes, and where some of its records begin. Immutable to those who read it: an index that has grown shares
 * its table with the one before, which never looks at the new part.
 */
final class LogIndex {

    /** Every 64th record has its place in the table: 125 kB for a million, at most 63 lines to skip. */
    private static final int STRIDE = 64;

    /** How many records are whole. */
    final long count;
    /** Where the last whole record ends, in bytes. */
    final long end;

    private final long[] places;

    private LogIndex(long count, long end, long[] places) {
        this.count = count;
        this.end = end;
        this.places = places;
    }

    static LogIndex empty() {
        return new LogIndex(0, 0, new long[4]);
    }

    /** The index with more records, which begin at {@code starts} and end at {@code newEnd}. */
    LogIndex plus(long[] starts, int number, long newEnd) {
        long[] table = places;
        for (int i = 0; i < number; i++) {
            long record = count + i;
            if (record % STRIDE == 0) {
                int slot = (int) (record / STRIDE);
                if (slot == table.length) {
                    table = Arrays.copyOf(table, table.length * 2);
                }
                table[slot] = starts[i];
            }
        }
        return new LogIndex(count + number, newEnd, table);
    }

    /**
     * Reads on from the end of this index.
     *
     * @throws DamagedLog when a line that is not the very last one is not sound
     */
    LogIndex advanced(Path file, long size) throws IOException {
        LogIndex index = this;
        long[] starts = new long[16];
        int pending = 0;
        try (LogLines lines = new LogLines(file, end, size)) {
            while (lines.next()) {
                if (!lines.isSound()) {
                    if (lines.end() < size) {
                        throw new DamagedLog(file, lines.position(), "the checksum does not fit the record");
                    }
                    break;
                }
                if (pending == starts.length) {
                    starts = Arrays.copyOf(starts, starts.length * 2);
                }
                starts[pending++] = lines.position();
                if (lines.isLast()) {
                    index = index.plus(starts, pending, lines.end());
                    pending = 0;
                }
            }
        }
        return index;
    }

    /** The payloads of up to {@code limit} records. */
    List<byte[]> page(Path file, long from, int limit) throws IOException {
        long to = from >= count ? from : Math.min(count, from + limit);
        if (from >= to) {
            return List.of();
        }
        List<byte[]> page = new ArrayList<>((int) (to - from));
        try (LogLines lines = new LogLines(file, places[(int) (from / STRIDE)], end)) {
            for (long record = from - from % STRIDE; record < to; record++) {
                if (!lines.next()) {
                    throw new DamagedLog(file, lines.position(), "the file ends before record " + record);
                }
                if (record >= from) {
                    if (!lines.isSound()) {
                        throw new DamagedLog(file, lines.position(), "the checksum does not fit record " + record);
                    }
                    page.add(lines.payload());
                }
            }
        }
        return page;
    }
}
