package dev.mimo.testing.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request that the server received.
 */
public final class RecordedRequest {

    private final String method;
    private final String path;
    private final Map<String, List<String>> headers;
    private final byte[] body;
    private final int connection;
    private final CountDownLatch left = new CountDownLatch(1);

    RecordedRequest(String method, String path, Map<String, List<String>> headers, byte[] body, int connection) {
        this.method = method;
        this.path = path;
        this.headers = headers;
        this.body = body;
        this.connection = connection;
    }

    public String method() {
        return method;
    }

    /** With the query. */
    public String path() {
        return path;
    }

    /** The first value of a header; null when there is none of that name, in any letter case. */
    public @Nullable String header(String name) {
        List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
        return values == null ? null : values.get(0);
    }

    /** As received. */
    public byte[] body() {
        return body.clone();
    }

    /** The body read as JSON. */
    public ObjectNode json() {
        return Json.readObject(new String(body, StandardCharsets.UTF_8));
    }

    /** Which connection it came on, from 1. */
    public int connection() {
        return connection;
    }

    /** Whether the client closed its socket while it was being answered; waits for that as long as {@code seconds}. */
    public boolean awaitClientLeft(int seconds) throws InterruptedException {
        return left.await(seconds, TimeUnit.SECONDS);
    }

    void clientLeft() {
        left.countDown();
    }
}
