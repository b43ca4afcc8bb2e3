package dev.mimo.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Event;

/** A piece of the reasoning, as it comes. */
public record ThinkingDelta(String text) implements Event {

    @Override
    public String type() {
        return "thinking_delta";
    }

    @Override
    public ObjectNode toJson() {
        return Json.object().put("text", text);
    }
}
