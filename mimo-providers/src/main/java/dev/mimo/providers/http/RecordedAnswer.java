package dev.mimo.providers.http;

import dev.mimo.model.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An answer that came once and was kept. Where its body ends, the connection ended. */
public final class RecordedAnswer implements Answer {

    private final Endpoint endpoint;
    private final int status;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final InputStream body;

    public RecordedAnswer(Endpoint endpoint, int status, Map<String, String> headers, InputStream body) {
        this.endpoint = endpoint;
        this.status = status;
        this.headers.putAll(headers);
        this.body = body;
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    @Override
    public InputStream body() {
        return body;
    }

    /** A file keeps nobody waiting. */
    @Override
    public void finishWithin(Duration limit) {}

    @Override
    public RuntimeException broken(IOException failure, String partial) {
        return new ModelException.StreamBroken(
                failure("the recording cannot be read: " + failure.getMessage()), partial);
    }

    @Override
    public Clock clock() {
        return Clock.systemUTC();
    }
}
