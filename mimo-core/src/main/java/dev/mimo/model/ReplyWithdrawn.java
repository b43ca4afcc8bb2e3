package dev.mimo.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Event;

/**
 * What came of the reply so far is void: the call is made again and begins anew.
 *
 * @param reason why, in words
 */
public record ReplyWithdrawn(String reason) implements Event {

    @Override
    public String type() {
        return "reply_withdrawn";
    }

    @Override
    public ObjectNode toJson() {
        return Json.object().put("reason", reason);
    }
}
