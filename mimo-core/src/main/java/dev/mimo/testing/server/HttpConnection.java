package dev.mimo.testing.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Reads requests from one socket and writes answers to it, as HTTP/1.1. Confined to one thread. */
final class HttpConnection implements AutoCloseable {

    private static final int LONGEST_LINE = 64 * 1024;
    private static final int LONGEST_BODY = 256 * 1024 * 1024;

    /** How often a waiting answer looks whether it may go on. */
    private static final int LOOK_MILLIS = 20;

    private final Socket socket;
    private final int number;
    private final InputStream in;
    private final OutputStream out;

    HttpConnection(Socket socket, int number) throws IOException {
        this.socket = socket;
        this.number = number;
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** The next request; null when the client has no more. */
    @Nullable
    RecordedRequest read() throws IOException {
        String first = line();
        if (first == null) {
            return null;
        }
        String[] parts = first.split(" ", 3);
        if (parts.length != 3) {
            throw new IOException("not a request: " + first);
        }
        Map<String, List<String>> headers = headers();
        return new RecordedRequest(parts[0], parts[1], headers, body(headers), number);
    }

    void head(int status, Map<String, String> headers) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + (status == 200 ? " OK" : " Status") + "\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    }

    /** One chunk, in one write. */
    void chunk(byte[] bytes) throws IOException {
        ByteArrayOutputStream chunk = new ByteArrayOutputStream(bytes.length + 16);
        chunk.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        chunk.writeBytes(bytes);
        chunk.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        write(chunk.toByteArray());
    }

    void endChunks() throws IOException {
        write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Waits until {@code over} or until the client closes its socket.
     *
     * @return whether the client left
     */
    boolean waitUntil(BooleanSupplier over) throws IOException {
        socket.setSoTimeout(LOOK_MILLIS);
        try {
            while (!over.getAsBoolean()) {
                in.mark(1);
                try {
                    if (in.read() < 0) {
                        return true;
                    }
                    in.reset();
                    Thread.onSpinWait();
                } catch (SocketTimeoutException e) {
                    // Still there, still waiting.
                } catch (SocketException e) {
                    return true;
                }
            }
            return false;
        } finally {
            if (!socket.isClosed()) {
                socket.setSoTimeout(0);
            }
        }
    }

    /** Closes in a way that the client is told of as a failure. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    void write(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    private Map<String, List<String>> headers() throws IOException {
        Map<String, List<String>> headers = new HashMap<>();
        while (true) {
            String line = line();
            if (line == null) {
                throw new EOFException("the request ends within its head");
            }
            if (line.isEmpty()) {
                return headers;
            }
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new IOException("not a header: " + line);
            }
            headers.computeIfAbsent(line.substring(0, colon).strip().toLowerCase(Locale.ROOT), n -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
    }

    private byte[] body(Map<String, List<String>> headers) throws IOException {
        if (headers.containsKey("transfer-encoding")) {
            return chunkedBody();
        }
        List<String> length = headers.get("content-length");
        return length == null ? new byte[0] : exactly(Integer.parseInt(length.get(0)));
    }

    private byte[] chunkedBody() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String size = line();
            if (size == null) {
                throw new EOFException("the request ends within its body");
            }
            int length = Integer.parseInt(size.split(";", 2)[0].strip(), 16);
            if (length == 0) {
                line();
                return body.toByteArray();
            }
            body.writeBytes(exactly(length));
            line();
        }
    }

    private byte[] exactly(int length) throws IOException {
        if (length < 0 || length > LONGEST_BODY) {
            throw new IOException("a body of " + length + " bytes is not read");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the request ends within its body");
        }
        return bytes;
    }

    private @Nullable String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(80);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return null;
            }
            if (line.size() > LONGEST_LINE) {
                throw new IOException("a line of the request is too long");
            }
            line.write(next);
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
