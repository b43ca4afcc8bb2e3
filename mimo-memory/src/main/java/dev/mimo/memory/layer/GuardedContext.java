package dev.mimo.memory.layer;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.Environment;
import dev.mimo.environment.EventSink;
import dev.mimo.environment.Resources;
import dev.mimo.model.Budget;
import dev.mimo.session.Plan;
import dev.mimo.session.SessionId;
import dev.mimo.tool.Action;
import dev.mimo.tool.PermissionDenied;
import dev.mimo.tool.Subagents;
import dev.mimo.tool.ToolContext;
import dev.mimo.tool.Workspace;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a call finds around it, with a gate that also refuses what {@code refusal} gives a reason for. */
final class GuardedContext implements ToolContext {

    private final ToolContext context;
    private final Function<Action, @Nullable String> refusal;

    GuardedContext(ToolContext context, Function<Action, @Nullable String> refusal) {
        this.context = context;
        this.refusal = refusal;
    }

    @Override
    public void require(Action action) {
        String reason = refusal.apply(action);
        if (reason != null) {
            throw new PermissionDenied(reason);
        }
        context.require(action);
    }

    @Override
    public boolean covers(Action whole, Action part) {
        return refusal.apply(part) == null && context.covers(whole, part);
    }

    @Override
    public SessionId session() {
        return context.session();
    }

    @Override
    public String callId() {
        return context.callId();
    }

    @Override
    public Workspace workspace() {
        return context.workspace();
    }

    @Override
    public Path folder() {
        return context.folder();
    }

    @Override
    public Resources resources() {
        return context.resources();
    }

    @Override
    public Environment environment() {
        return context.environment();
    }

    @Override
    public Cancellation cancellation() {
        return context.cancellation();
    }

    @Override
    public Budget budget() {
        return context.budget();
    }

    @Override
    public EventSink events() {
        return context.events();
    }

    @Override
    public Subagents subagents() {
        return context.subagents();
    }

    @Override
    public Plan updatePlan(UnaryOperator<Plan> change) {
        return context.updatePlan(change);
    }

    @Override
    public Map<String, Object> attributes() {
        return context.attributes();
    }
}
