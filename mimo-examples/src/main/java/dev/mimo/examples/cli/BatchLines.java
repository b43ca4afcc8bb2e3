package dev.mimo.examples.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Cuts a file of JSON lines at its line ends and nowhere else. */
final class BatchLines {

    /** Bytes of a line that are kept: what is cut off is no JSON any more, and is answered as such. */
    private static final int LONGEST = 64 << 20;

    private BatchLines() {}

    /** The next line without its end; null when there is none. */
    static byte @Nullable [] next(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int b = in.read();
        if (b < 0) {
            return null;
        }
        for (; b >= 0 && b != '\n'; b = in.read()) {
            if (line.size() < LONGEST) {
                line.write(b);
            }
        }
        return withoutMark(line.toByteArray());
    }

    /** Without the mark that some editors put at the start of a file. */
    private static byte[] withoutMark(byte[] line) {
        boolean marked = line.length >= 3 && line[0] == (byte) 0xef && line[1] == (byte) 0xbb && line[2] == (byte) 0xbf;
        return marked ? Arrays.copyOfRange(line, 3, line.length) : line;
    }

    static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }
}
