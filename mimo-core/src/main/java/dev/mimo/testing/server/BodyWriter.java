package dev.mimo.testing.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Sends head and body of one answer, framed and slowed down as its faults have it. Confined to one thread. */
final class BodyWriter {

    private static final byte[] MARK = "\uFEFF".getBytes(StandardCharsets.UTF_8);

    private final HttpConnection connection;
    private final RecordedRequest request;
    private final ActiveFaults faults;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private int status;

    /** Holds the body back until its length is known; null when it goes out in chunks. */
    private @Nullable ByteArrayOutputStream whole;

    private @Nullable GZIPOutputStream gzip;

    BodyWriter(HttpConnection connection, RecordedRequest request, ActiveFaults faults) {
        this.connection = connection;
        this.request = request;
        this.faults = faults;
    }

    /** Begins an answer; {@code withLength} sends it with its length at the end. */
    void begin(int code, Map<String, String> head, boolean withLength) throws IOException {
        status = code;
        headers.putAll(head);
        WireFault.ContentType type = faults.find(WireFault.ContentType.class);
        if (type != null) {
            headers.put("Content-Type", type.contentType());
        }
        WireFault.ManyHeaders many = faults.find(WireFault.ManyHeaders.class);
        for (int i = 0; many != null && i < many.headers(); i++) {
            headers.put("X-Filler-" + i, "filler");
        }
        if (faults.has(WireFault.Gzip.class)) {
            headers.put("Content-Encoding", "gzip");
        }
        if (withLength || faults.has(WireFault.WithLength.class)) {
            whole = new ByteArrayOutputStream();
        } else {
            headers.put("Transfer-Encoding", "chunked");
            connection.head(status, headers);
            holdBody();
        }
        if (faults.has(WireFault.Gzip.class)) {
            // Not before the head: it writes its own head at once.
            gzip = new GZIPOutputStream(new Plain(), 512, true);
        }
        if (faults.has(WireFault.ByteOrderMark.class)) {
            write(MARK);
        }
    }

    void write(byte[] bytes) throws IOException {
        if (gzip == null) {
            plain(bytes);
        } else {
            gzip.write(bytes);
            gzip.flush();
        }
    }

    void end() throws IOException {
        if (gzip != null) {
            gzip.finish();
        }
        if (whole == null) {
            connection.endChunks();
        } else {
            sendWhole(whole, 0);
        }
    }

    /** Breaks off; what has a length was to have at least one byte more. */
    Over abort(boolean reset) throws IOException {
        if (whole != null) {
            sendWhole(whole, 1);
        }
        if (reset) {
            connection.reset();
        }
        return new Over(false);
    }

    /** Waits at a gate. */
    void hold(WireFault.Gate gate) throws IOException {
        gate.arrive();
        await(gate::isOpen);
    }

    void await(BooleanSupplier over) throws IOException {
        if (connection.waitUntil(over)) {
            request.clientLeft();
            throw new Over(false);
        }
    }

    private void holdBody() throws IOException {
        WireFault.HoldBody hold = faults.find(WireFault.HoldBody.class);
        if (hold != null) {
            hold(hold.gate());
        }
    }

    private void sendWhole(ByteArrayOutputStream body, int missing) throws IOException {
        headers.put("Content-Length", String.valueOf(body.size() + missing));
        connection.head(status, headers);
        holdBody();
        send(body.toByteArray());
    }

    private void plain(byte[] bytes) throws IOException {
        if (whole == null) {
            send(bytes);
        } else {
            whole.writeBytes(bytes);
        }
    }

    private void send(byte[] bytes) throws IOException {
        WireFault.Dribble dribble = faults.find(WireFault.Dribble.class);
        if (dribble == null && !faults.has(WireFault.EveryByte.class)) {
            piece(bytes);
            return;
        }
        for (byte one : bytes) {
            if (dribble != null) {
                await(dribble.gate()::takePass);
            }
            piece(new byte[] {one});
        }
    }

    private void piece(byte[] bytes) throws IOException {
        if (bytes.length == 0) {
            return;
        }
        if (whole == null) {
            connection.chunk(bytes);
        } else {
            connection.write(bytes);
        }
    }

    /** Nothing more is said to a request. Thrown to leave an answer from wherever it is. */
    static final class Over extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final boolean more;

        /** {@code more}: whether another request may follow on the connection. */
        Over(boolean more) {
            super(null, null, false, false);
            this.more = more;
        }

        boolean more() {
            return more;
        }
    }

    /** Where the compressed bytes go. */
    private final class Plain extends OutputStream {
        @Override
        public void write(int one) throws IOException {
            plain(new byte[] {(byte) one});
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            plain(Arrays.copyOfRange(bytes, offset, offset + length));
        }
    }
}
