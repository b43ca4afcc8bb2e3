package dev.mimo.providers.wire;

import dev.mimo.environment.EventSink;
import dev.mimo.model.Prompt;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One dialect as one model speaks it: how a prompt is written, and how an answer is read. Safe for use by several threads. */
public interface Wire {

    /**
     * The body of a request, in pieces that nobody may change. The body of a longer conversation begins with that of the
     * shorter one, but for its closing and for marks of what to cache.
     */
    List<byte[]> encode(Prompt prompt);

    /**
     * Takes in one answer.
     *
     * @param events told of each piece as it comes
     */
    Decoding decoding(EventSink events);

    /** Sent with each request; no secrets. A host's header of the same name takes the place of one. */
    default Map<String, String> headers() {
        return Map.of();
    }

    /** How the tokens of a prompt are counted before it is sent; null where the dialect has nothing for it. */
    default @Nullable Counting findCounting() {
        return null;
    }
}
