package dev.mimo.agent;

import dev.mimo.model.Spent;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Hands a call to a sub-agent and waits for what comes of it. Several in one reply run side by side. */
final class SubagentTool implements Tool {

    private final ToolSpec spec;
    private final @Nullable Agent agent;
    private final Function<ToolCall, Subagents.Task> task;
    private final Function<ToolCall, String> subject;

    /**
     * Makes it of its words.
     *
     * @param agent who does it; null for the kind that the task names
     * @param subject what rules see of a call
     */
    SubagentTool(
            ToolSpec spec,
            @Nullable Agent agent,
            Function<ToolCall, Subagents.Task> task,
            Function<ToolCall, String> subject) {
        this.spec = spec;
        this.agent = agent;
        this.task = task;
        this.subject = subject;
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    /** What it does, the sub-agent asks for itself. */
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
        return List.of(Action.of(spec.name(), subject.apply(call), Effect.STATE));
    }

    @Override
    public ToolResult call(ToolCall call, ToolContext context) throws InterruptedException {
        Subagents.Result result = run(task.apply(call), context);
        return result.completed()
                ? ToolResult.of(call, result.text())
                : ToolResult.error(call, "the sub-agent ended with " + result.outcome() + ": " + result.text());
    }

    private Subagents.Result run(Subagents.Task task, ToolContext context) throws InterruptedException {
        if (context.subagents() instanceof CallChildren children) {
            return children.delegate(agent == null ? null : agent.setup(), task);
        }
        return agent == null
                ? context.subagents().start(task).await(context.cancellation())
                : result(agent.run(task.prompt()));
    }

    private static Subagents.Result result(Outcome outcome) {
        Spent spent = outcome.account().roles().values().stream().reduce(Spent.NOTHING, Spent::plus);
        return new Subagents.Result(outcome.isDone(), outcome.type(), outcome.text(), null, spent);
    }
}
