package dev.mimo.tool;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Event;
import dev.mimo.model.Json;

/**
 * A call that takes long says how far it is; for people, never for the model.
 *
 * @param callId the call
 * @param text a piece of output, or a line of news
 */
public record ToolProgress(String callId, String text) implements Event {

    @Override
    public String type() {
        return "tool_progress";
    }

    @Override
    public ObjectNode toJson() {
        return Json.object().put("call", callId).put("text", text);
    }
}
