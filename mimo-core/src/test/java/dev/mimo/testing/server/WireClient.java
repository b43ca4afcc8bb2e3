package dev.mimo.testing.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A client that sends one request over a plain socket and shows every byte that comes back. */
final class WireClient implements AutoCloseable {

    /** Only a guard against a test that never ends, as a blocked read heeds no interrupt. */
    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket;
    private final InputStream in;

    WireClient(URI url, String body) throws IOException {
        socket = new Socket(url.getHost(), url.getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = socket.getInputStream();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head =
                "POST " + url.getPath() + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer sk-secret\r\nContent-Length: "
                        + bytes.length + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().write(bytes);
    }

    /** The next byte; -1 at the end. */
    int read() throws IOException {
        return in.read();
    }

    /** All up to the head's end, the head alone. */
    String head() throws IOException {
        return until("\r\n\r\n");
    }

    /** All up to and with these words. */
    String until(String words) throws IOException {
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        byte[] wanted = words.getBytes(StandardCharsets.UTF_8);
        while (!endsWith(got.toByteArray(), wanted)) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the end came before \"" + words + "\": " + got);
            }
            got.write(next);
        }
        return got.toString(StandardCharsets.UTF_8);
    }

    /** Everything until the connection is closed; throws when it is reset. */
    byte[] rest() throws IOException {
        return in.readAllBytes();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static boolean endsWith(byte[] bytes, byte[] end) {
        return bytes.length >= end.length
                && java.util.Arrays.equals(bytes, bytes.length - end.length, bytes.length, end, 0, end.length);
    }
}
