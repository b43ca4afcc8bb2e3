package dev.mimo.providers.wire;

import dev.mimo.model.Message;
import dev.mimo.model.ModelException;
import dev.mimo.model.Reply;
import org.jspecify.annotations.Nullable;

/**
 * What reading an answer gave: all that came, and why it is no reply if it is none.
 *
 * @param received what came, also when the answer failed after it
 * @param requestId the provider's name for the exchange; null when it gave none
 * @param brokenOff whether the answer ended before its finish and its end mark
 * @param fault null when the answer is a reply
 */
public record Reading(
        Received received,
        @Nullable String requestId,
        boolean brokenOff,
        @Nullable ModelException fault) {

    /**
     * The reply, with neither author nor settled ids.
     *
     * @throws ModelException when the answer is none
     */
    public Reply reply() {
        if (fault != null) {
            throw fault;
        }
        return new Reply(
                new Message.Assistant(received.content(), null, received.whole()),
                received.stopReason(),
                received.usage(),
                requestId == null ? received.id() : requestId);
    }
}
