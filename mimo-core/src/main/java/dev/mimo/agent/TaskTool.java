package dev.mimo.agent;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.ToolSpec;
import dev.mimo.tool.Action;
import dev.mimo.tool.Effect;
import dev.mimo.tool.Subagents;
import dev.mimo.tool.Tool;
import dev.mimo.tool.ToolContext;
import dev.mimo.tool.Workspace;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Hands a task to a sub-agent and waits for what comes of it. Several in one reply run side by side. */
final class TaskTool implements Tool {

    static final String NAME = "task";

    private final ToolSpec spec;

    /** With the kinds that there are; without any, sub-agents are copies of the agent. */
    TaskTool(Map<String, Subagent> kinds) {
        StringBuilder text =
                new StringBuilder("Hands a task to a sub-agent that works on its own and answers once. It sees"
                        + " nothing of this conversation: the prompt must say all it needs. Ask for several in one reply to run"
                        + " them side by side.");
        kinds.values()
                .forEach(kind ->
                        text.append("\n- ").append(kind.name()).append(": ").append(kind.description()));
        spec = new ToolSpec(NAME, text.toString(), schema(kinds));
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

    @Override
    public ToolSpec spec() {
        return spec;
    }

    /** What it does, its children ask for themselves. */
    @Override
    public Effect effect() {
        return Effect.STATE;
    }

    @Override
    public boolean mayOverlap() {
        return true;
    }

    @Override
    public List<Action> actions(ToolCall call, Workspace workspace) {
        return List.of(Action.of(NAME, kind(call) == null ? "" : String.valueOf(kind(call)), Effect.STATE));
    }

    @Override
    public ToolResult call(ToolCall call, ToolContext context) throws InterruptedException {
        Subagents.Child child = context.subagents()
                .start(new Subagents.Task(
                        kind(call),
                        call.arguments().path("title").asText(),
                        call.arguments().path("prompt").asText(),
                        null));
        return told(call, child.await(context.cancellation()));
    }

    static ToolResult told(ToolCall call, Subagents.Result result) {
        return result.completed()
                ? ToolResult.of(call, result.text())
                : ToolResult.error(call, "the sub-agent ended with " + result.outcome() + ": " + result.text());
    }

    private static @Nullable String kind(ToolCall call) {
        return call.arguments().path("kind").textValue();
    }
}
