package dev.mimo.mcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Lines of a stream, of bounded length. Confined to one thread. */
final class Lines {

    private static final int BLOCK = 64 * 1024;

    private final InputStream from;
    private final int most;
    private final boolean cuts;
    private final byte[] block = new byte[BLOCK];
    private int next;
    private int end;

    /** {@code cuts}: a longer line is given in pieces; else it is an error. */
    Lines(InputStream from, int most, boolean cuts) {
        this.from = from;
        this.most = most;
        this.cuts = cuts;
    }

    /**
     * The bytes up to the next line end, without it; the last ones may have none. Null at the end.
     *
     * @throws IOException when the line is too long, or the stream fails
     */
    byte @Nullable [] next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            if (next == end && !fill()) {
                return line.size() == 0 ? null : line.toByteArray();
            }
            int stop = next;
            int last = Math.min(end, next + most - line.size());
            while (stop < last && block[stop] != '\n') {
                stop++;
            }
            line.write(block, next, stop - next);
            next = stop;
            if (next < end && block[next] == '\n') {
                next++;
                return line.toByteArray();
            }
            if (line.size() == most) {
                if (cuts) {
                    return line.toByteArray();
                }
                throw new IOException("a message is larger than " + most / (1024 * 1024) + " MiB");
            }
        }
    }

    private boolean fill() throws IOException {
        next = 0;
        end = Math.max(0, from.read(block));
        return end > 0;
    }
}
