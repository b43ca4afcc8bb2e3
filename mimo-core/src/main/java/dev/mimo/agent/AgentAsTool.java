package dev.mimo.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import dev.mimo.model.ToolSpec;
import dev.mimo.tool.Subagents;
import dev.mimo.tool.Tool;

/** An agent that another one calls like a tool. */
final class AgentAsTool {

    private static final int TITLE = 60;

    private AgentAsTool() {}

    static Tool of(Agent agent, String name, String description) {
        ObjectNode schema = Json.object().put("type", "object");
        schema.putObject("properties")
                .putObject("task")
                .put("type", "string")
                .put("description", "the whole task, complete in itself");
        schema.putArray("required").add("task");
        return new SubagentTool(
                new ToolSpec(name, description, schema.put("additionalProperties", false)),
                agent,
                call -> task(name, call.arguments().path("task").asText()),
                call -> call.arguments().path("task").asText());
    }

    private static Subagents.Task task(String name, String words) {
        return new Subagents.Task(name, words.substring(0, Math.min(TITLE, words.length())), words, null);
    }
}
