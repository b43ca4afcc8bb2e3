package dev.mimo.agent;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolSpec;
import dev.mimo.tool.Subagents;
import dev.mimo.tool.Tool;
import java.util.Map;

/** The tool {@code task}: hands work to sub-agents. */
final class TaskTool {

    static final String NAME = "task";

    private TaskTool() {}

    /** With the kinds that there are; without any, sub-agents are copies of the agent. */
    static Tool of(Map<String, Subagent> kinds) {
        StringBuilder text =
                new StringBuilder("Hands a task to a sub-agent that works on its own and answers once. It sees"
                        + " nothing of this conversation: the prompt must say all it needs. Ask for several in one reply to run"
                        + " them side by side.");
        kinds.values()
                .forEach(kind ->
                        text.append("\n- ").append(kind.name()).append(": ").append(kind.description()));
        return new SubagentTool(
                new ToolSpec(NAME, text.toString(), schema(kinds)),
                null,
                TaskTool::task,
                call -> call.arguments().path("kind").asText());
    }

    private static ObjectNode schema(Map<String, Subagent> kinds) {
        ObjectNode schema = Json.object().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("title").put("type", "string").put("description", "3 to 5 words for people");
        properties.putObject("prompt").put("type", "string").put("description", "the whole task, complete in itself");
        ArrayNode required = schema.putArray("required").add("title").add("prompt");
        if (!kinds.isEmpty()) {
            ArrayNode names = properties.putObject("kind").put("type", "string").putArray("enum");
            kinds.keySet().forEach(names::add);
            required.add("kind");
        }
        return schema.put("additionalProperties", false);
    }

    private static Subagents.Task task(ToolCall call) {
        return new Subagents.Task(
                call.arguments().path("kind").textValue(),
                call.arguments().path("title").asText(),
                call.arguments().path("prompt").asText(),
                null);
    }
}
