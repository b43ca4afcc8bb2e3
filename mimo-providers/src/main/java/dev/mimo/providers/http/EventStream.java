package dev.mimo.providers.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads server-sent events from bytes as they come, without turning them into text: an event is there as soon as its empty
 * line is.
 *
 * <p>Line ends may be LF, CR or CRLF. Comments, ids and unknown fields are passed over. An event that the end of the stream
 * cuts short is given all the same; whoever reads its data sees whether it is whole. Confined to one thread.
 */
public final class EventStream {

    private static final int FIRST_BUFFER = 16 * 1024;
    private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream in;
    private final int longestEvent;
    private final ByteArrayOutputStream joined = new ByteArrayOutputStream(0);

    private byte[] buffer = new byte[FIRST_BUFFER];
    private int lineStart;
    private int scanned;
    private int limit;
    private boolean afterCr;
    private boolean firstLine = true;
    private boolean ended;
    private boolean cut;

    private String event = "";
    private int dataLines;
    private int dataStart;
    private int dataEnd;

    /** {@code longestEvent}: bytes that one event may have. */
    public EventStream(InputStream in, int longestEvent) {
        this.in = in;
        this.longestEvent = longestEvent;
    }

    /**
     * Goes to the next event that has data; blocks until it is there.
     *
     * @return false at the end of the stream
     * @throws EventTooLong when an event is longer than allowed
     */
    public boolean next() throws IOException {
        event = "";
        dataLines = 0;
        joined.reset();
        while (!ended) {
            int end = lineEnd();
            boolean blank = takeLine(end);
            if (blank && dataLines > 0) {
                return true;
            }
            if (blank) {
                event = "";
            }
        }
        cut = dataLines > 0;
        return cut;
    }

    /** Whether the stream ended before the empty line that ends the event. */
    public boolean isCut() {
        return cut;
    }

    /** The event's name; empty when it has none. */
    public String event() {
        return event;
    }

    /** Where the data stands, from {@link #offset} on, {@link #length} bytes; valid until {@link #next} is called. */
    public byte[] bytes() {
        return dataLines > 1 ? joined.toByteArray() : buffer;
    }

    public int offset() {
        return dataLines > 1 ? 0 : dataStart;
    }

    public int length() {
        return dataLines > 1 ? joined.size() : dataEnd - dataStart;
    }

    /** Finds the end of the line at {@link #lineStart}, reading on where needed; the end of the stream ends a line too. */
    private int lineEnd() throws IOException {
        while (true) {
            if (afterCr && scanned < limit) {
                afterCr = false;
                if (buffer[scanned] == '\n') {
                    scanned++;
                    lineStart = scanned;
                }
            }
            for (int i = scanned; i < limit; i++) {
                if (buffer[i] == '\n' || buffer[i] == '\r') {
                    scanned = i + 1;
                    afterCr = buffer[i] == '\r';
                    return i;
                }
            }
            scanned = limit;
            if (limit - lineStart > longestEvent) {
                throw new EventTooLong(longestEvent);
            }
            if (!fill()) {
                ended = true;
                return limit;
            }
        }
    }

    private boolean fill() throws IOException {
        if (limit == buffer.length) {
            makeRoom();
        }
        int count = in.read(buffer, limit, buffer.length - limit);
        if (count < 0) {
            return false;
        }
        limit += count;
        return true;
    }

    private void makeRoom() {
        int keep = dataLines == 1 ? dataStart : lineStart;
        byte[] target = keep > buffer.length / 2 ? buffer : new byte[buffer.length * 2];
        System.arraycopy(buffer, keep, target, 0, limit - keep);
        buffer = target;
        lineStart -= keep;
        scanned -= keep;
        limit -= keep;
        dataStart -= keep;
        dataEnd -= keep;
    }

    /** Reads the line that ends before {@code end} and goes behind it. True for an empty line. */
    private boolean takeLine(int end) throws EventTooLong {
        int start = lineStart;
        lineStart = scanned;
        if (firstLine) {
            firstLine = false;
            if (end - start >= BOM.length && startsWith(BOM, start)) {
                start += BOM.length;
            }
        }
        if (start == end) {
            return true;
        }
        int colon = start;
        while (colon < end && buffer[colon] != ':') {
            colon++;
        }
        int value = Math.min(colon + 1, end);
        if (value < end && buffer[value] == ' ') {
            value++;
        }
        if (isField("data", start, colon)) {
            addData(value, end);
        } else if (isField("event", start, colon)) {
            event = new String(buffer, value, end - value, StandardCharsets.UTF_8);
        }
        return false;
    }

    private void addData(int start, int end) throws EventTooLong {
        if (dataLines == 0) {
            dataStart = start;
            dataEnd = end;
        } else {
            if (dataLines == 1) {
                joined.write(buffer, dataStart, dataEnd - dataStart);
            }
            joined.write('\n');
            joined.write(buffer, start, end - start);
        }
        dataLines++;
        if (length() > longestEvent) {
            throw new EventTooLong(longestEvent);
        }
    }

    private boolean isField(String name, int start, int end) {
        if (end - start != name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (buffer[start + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean startsWith(byte[] prefix, int at) {
        for (int i = 0; i < prefix.length; i++) {
            if (buffer[at + i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    /** An event has more bytes than allowed. */
    public static final class EventTooLong extends IOException {

        private static final long serialVersionUID = 1L;

        EventTooLong(int limit) {
            super("an event is longer than " + limit + " bytes");
        }
    }
}
