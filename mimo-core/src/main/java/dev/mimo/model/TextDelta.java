package dev.mimo.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Event;

/** A piece of the answer, as it comes. */
public record TextDelta(String text) implements Event {

    @Override
    public String type() {
        return "text_delta";
    }

    @Override
    public ObjectNode toJson() {
        return Json.object().put("text", text);
    }
}
