package dev.mimo.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Event;

/**
 * A call to a model failed and is made again.
 *
 * @param attempt the number of the attempt that comes, from 2
 * @param delayMs how long is waited before it, in milliseconds
 * @param reason what went wrong, in words
 */
public record ModelRetried(int attempt, long delayMs, String reason) implements Event {

    @Override
    public String type() {
        return "model_retried";
    }

    @Override
    public ObjectNode toJson() {
        return Json.object().put("attempt", attempt).put("delay_ms", delayMs).put("reason", reason);
    }
}
