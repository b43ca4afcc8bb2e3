package dev.mimo.tool.coding;

import dev.mimo.environment.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * A text too large to be loaded, read once from its start: of each line only what a page shows is kept. The text is UTF-8;
 * bytes that are not are shown as U+FFFD. Confined to one call.
 */
final class LargeText {

    /** Bytes read at a time, and looked at to tell text from other files. */
    static final int CHUNK = 64 * 1024;

    /** As many bytes as the shown part of a line can have: three for a character, and a few to see that it goes on. */
    private static final int KEPT = 3 * Page.LINE_LENGTH + 16;

    private final Page page;
    private final byte[] kept = new byte[KEPT];
    private int keptBytes;
    private long lineBytes;
    private long lineLength;
    private int lastByte = -1;
    private long lines;

    private LargeText(Page page) {
        this.page = page;
    }

    /** Whether the first bytes of a file are those of a text in UTF-8, give or take a few. */
    static boolean startsLikeText(byte[] head) {
        String text = new String(head, StandardCharsets.UTF_8);
        long malformed = text.chars().filter(c -> c == '\uFFFD').count();
        return text.indexOf('\0') < 0 && malformed * 10 <= text.length();
    }

    /** Fills the page, and gives the number of lines there are. Stops soon when the turn is cancelled. */
    static long read(InputStream in, Page page, Cancellation cancellation) throws IOException {
        LargeText text = new LargeText(page);
        byte[] chunk = new byte[CHUNK];
        int start = in.readNBytes(chunk, 0, CHUNK);
        text.take(chunk, TextFile.markLength(chunk, start), start);
        for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
            cancellation.throwIfCancelled();
            text.take(chunk, 0, read);
        }
        if (text.lineBytes > 0) {
            text.endLine(false);
        }
        return text.lines;
    }

    private void take(byte[] chunk, int from, int to) {
        int start = from;
        for (int at = from; at < to; at++) {
            if (chunk[at] == '\n') {
                part(chunk, start, at);
                endLine(true);
                start = at + 1;
            }
        }
        part(chunk, start, to);
    }

    private void part(byte[] chunk, int from, int to) {
        lineBytes += to - from;
        if (from == to || !page.wants(lines + 1)) {
            return;
        }
        int more = Math.min(to - from, KEPT - keptBytes);
        System.arraycopy(chunk, from, kept, keptBytes, more);
        keptBytes += more;
        for (int at = from; at < to; at++) {
            lineLength += characters(chunk[at]);
        }
        lastByte = chunk[to - 1];
    }

    /** A CR is a part of the line's end only when a LF follows. */
    private void endLine(boolean fed) {
        if (page.wants(lines + 1)) {
            boolean windows = fed && lastByte == '\r';
            int end = windows && keptBytes == lineBytes ? keptBytes - 1 : keptBytes;
            page.add(new String(kept, 0, end, StandardCharsets.UTF_8), lineLength - (windows ? 1 : 0));
        }
        lines++;
        keptBytes = 0;
        lineBytes = 0;
        lineLength = 0;
        lastByte = -1;
    }

    /** How many UTF-16 characters a byte of UTF-8 brings: the first byte stands for all of a code point. */
    private static int characters(byte b) {
        boolean continues = (b & 0xC0) == 0x80;
        return continues ? 0 : (b & 0xF8) == 0xF0 ? 2 : 1;
    }
}
