package dev.mimo.agent;

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

/** An agent that another one calls like a tool. */
final class AgentAsTool implements Tool {

    private static final int TITLE = 60;

    private final Agent agent;
    private final ToolSpec spec;

    AgentAsTool(Agent agent, String name, String description) {
        this.agent = agent;
        ObjectNode schema = Json.object().put("type", "object");
        schema.putObject("properties")
                .putObject("task")
                .put("type", "string")
                .put("description", "the whole task, complete in itself");
        schema.putArray("required").add("task");
        this.spec = new ToolSpec(name, description, schema.put("additionalProperties", false));
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    /** What it does, the agent asks for itself. */
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
        return List.of(Action.of(spec.name(), call.arguments().path("task").asText(), Effect.STATE));
    }

    @Override
    public ToolResult call(ToolCall call, ToolContext context) throws InterruptedException {
        String task = call.arguments().path("task").asText();
        if (!(context.subagents() instanceof Children children)) {
            Outcome outcome = agent.run(task);
            return TaskTool.told(call, new Subagents.Result(outcome.isDone(), outcome.type(), outcome.text()));
        }
        String title = task.substring(0, Math.min(TITLE, task.length()));
        Subagents.Child child = children.start(agent.setup(), new Subagents.Task(spec.name(), title, task, null));
        return TaskTool.told(call, child.await(context.cancellation()));
    }
}
