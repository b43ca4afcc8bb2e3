package dev.mimo.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a log's first record, and its last one from the end of the file backwards. */
final class LogEnds {

    private static final long WINDOW = 16 * 1024;

    private LogEnds() {}

    static List<byte[]> of(Path file) throws IOException {
        long size = Files.size(file);
        byte[] first = first(file, size);
        if (first == null) {
            return List.of();
        }
        for (long window = WINDOW; ; window *= 4) {
            byte[] last = last(file, Math.max(0, size - window), size);
            if (last != null) {
                return List.of(first, last);
            }
            if (window >= size) {
                return List.of();
            }
        }
    }

    private static byte @Nullable [] first(Path file, long size) throws IOException {
        try (LogLines lines = new LogLines(file, 0, size)) {
            if (!lines.next()) {
                return null;
            }
            if (!lines.isSound()) {
                if (lines.end() < size) {
                    throw new DamagedLog(file, 0, "the checksum does not fit the first record");
                }
                return null;
            }
            return lines.payload();
        }
    }

    /** The last record that ends a batch; a line that began before {@code from} is skipped, as its start was not seen. */
    private static byte @Nullable [] last(Path file, long from, long size) throws IOException {
        byte[] last = null;
        try (LogLines lines = new LogLines(file, from, size)) {
            boolean whole = from == 0 || lines.next();
            while (whole && lines.next()) {
                if (lines.isSound() && lines.isLast()) {
                    last = lines.payload();
                }
            }
        }
        return last;
    }
}
