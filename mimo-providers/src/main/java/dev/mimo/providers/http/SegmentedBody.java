package dev.mimo.providers.http;

import java.io.IOException;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** A JSON body in pieces that were encoded at different times; sent at most once. */
final class SegmentedBody extends RequestBody {

    private static final MediaType JSON = MediaType.get("application/json");

    private final List<byte[]> segments;
    private final long length;

    SegmentedBody(List<byte[]> segments) {
        this.segments = segments;
        long sum = 0;
        for (byte[] segment : segments) {
            sum += segment.length;
        }
        length = sum;
    }

    @Override
    public @Nullable MediaType contentType() {
        return JSON;
    }

    @Override
    public long contentLength() {
        return length;
    }

    /** Keeps OkHttp from repeating the request by itself, as it does after a 503 with {@code Retry-After: 0}. */
    @Override
    public boolean isOneShot() {
        return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        for (byte[] segment : segments) {
            sink.write(segment);
        }
    }
}
