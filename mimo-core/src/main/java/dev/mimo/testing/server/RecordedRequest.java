package dev.mimo.testing.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import dev.mimo.model.Prompt;
import dev.mimo.testing.wire.Dialect;
import dev.mimo.testing.wire.Violation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One request that the server received. Safe for use by several threads. */
public final class RecordedRequest {

    private static final Set<String> SECRETS =
            Set.of("authorization", "x-api-key", "api-key", "proxy-authorization", "cookie");
    private static final int SHOWN_BODY = 2_000;

    private final String method;
    private final String path;
    private final Map<String, List<String>> headers;
    private final byte[] body;
    private final int connection;
    private final CountDownLatch left = new CountDownLatch(1);
    private volatile List<Violation> violations = List.of();

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

    /** The dialect that its path names; null when none does. */
    public @Nullable Dialect dialect() {
        return Dialect.find(path);
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

    /**
     * The body read as a prompt, as {@link Dialect#prompt} does.
     *
     * @throws IllegalStateException when the path names no dialect
     */
    public Prompt prompt() {
        Dialect dialect = dialect();
        if (dialect == null) {
            throw new IllegalStateException("no dialect is spoken at " + path);
        }
        return dialect.prompt(json());
    }

    /** What a strict server found wrong with it; empty when nothing, or when the server is not strict. */
    public List<Violation> violations() {
        return violations;
    }

    /** Which connection it came on, from 1. */
    public int connection() {
        return connection;
    }

    /** Whether the client closed its socket while it was being answered; waits for that as long as {@code seconds}. */
    public boolean awaitClientLeft(int seconds) throws InterruptedException {
        return left.await(seconds, TimeUnit.SECONDS);
    }

    /** For people: head and beginning of the body, without the values of headers that carry keys. */
    @Override
    public String toString() {
        String shown = path.replaceAll("([?&][^=&]*key=)[^&]*", "$1***");
        StringBuilder text = new StringBuilder(method + " " + shown + "\n");
        new TreeMap<>(headers)
                .forEach((name, values) -> text.append(name)
                        .append(": ")
                        .append(SECRETS.contains(name) ? "***" : String.join(", ", values))
                        .append('\n'));
        String all = new String(body, StandardCharsets.UTF_8);
        return text.append('\n')
                .append(all.length() <= SHOWN_BODY ? all : all.substring(0, SHOWN_BODY) + " …")
                .toString();
    }

    void clientLeft() {
        left.countDown();
    }

    void violations(List<Violation> found) {
        violations = found;
    }
}
