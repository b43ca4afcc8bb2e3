package dev.mimo.providers.wire;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Takes in one answer. Every field may be missing, null, of another type or out of order; what cannot be a reply is an
 * exception. Confined to one thread.
 */
public interface Decoding {

    /**
     * Takes one event of a stream.
     *
     * @param name empty when the event has none
     * @return the error that it tells of, as JSON or text; null when there is none
     * @throws com.fasterxml.jackson.core.JsonProcessingException when it is not what the dialect allows
     * @throws OverLimit when the reply becomes longer than any reply should be
     */
    @Nullable
    String event(String name, byte[] bytes, int offset, int length) throws IOException;

    /** Takes a body that is one JSON object; otherwise as {@link #event}. */
    @Nullable
    String whole(byte[] bytes) throws IOException;

    /** How far the answer has come. */
    Progress progress();

    /** What has come so far. Calls that the end may have cut are marked as such. */
    Received received();

    /** Whether an answer that says nothing is one all the same, as where a model has nothing to add to results. */
    default boolean mayBeEmpty() {
        return false;
    }

    /** How far an answer has come. */
    enum Progress {
        /** More is needed. */
        OPEN,
        /** All that matters is there; a formal end, or the usage, may follow. */
        FINISHED,
        /** The end mark was there: what follows is not looked at. */
        ENDED
    }
}
