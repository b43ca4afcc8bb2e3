package dev.mimo.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Event;

/**
 * A piece of a call, as it comes. Once one was seen, the call to the model is never repeated.
 *
 * @param index which call of the reply, from 0
 * @param name the tool; empty while not known
 * @param arguments a piece of the arguments as JSON text; may be empty
 */
public record ToolCallDelta(int index, String name, String arguments) implements Event {

    @Override
    public String type() {
        return "tool_call_delta";
    }

    @Override
    public ObjectNode toJson() {
        return Json.object().put("index", index).put("name", name).put("arguments", arguments);
    }
}
