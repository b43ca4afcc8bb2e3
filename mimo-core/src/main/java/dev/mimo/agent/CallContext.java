package dev.mimo.agent;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.Environment;
import dev.mimo.environment.EventSink;
import dev.mimo.environment.Resources;
import dev.mimo.model.Budget;
import dev.mimo.model.ToolCall;
import dev.mimo.session.Plan;
import dev.mimo.session.SessionId;
import dev.mimo.tool.Action;
import dev.mimo.tool.Subagents;
import dev.mimo.tool.ToolContext;
import dev.mimo.tool.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What one call finds around it. */
final class CallContext implements ToolContext {

    private final TurnScope scope;
    private final ToolCall call;
    private final CallGate gate;
    private final Children children;

    CallContext(TurnScope scope, ToolCall call, CallGate gate) {
        this.scope = scope;
        this.call = call;
        this.gate = gate;
        this.children = new Children(scope, call.id(), gate.answers());
    }

    @Override
    public SessionId session() {
        return scope.session;
    }

    @Override
    public String callId() {
        return call.id();
    }

    @Override
    public Workspace workspace() {
        return scope.workspace();
    }

    @Override
    public Path folder() {
        return scope.recorder.folder();
    }

    @Override
    public Resources resources() {
        return scope.resources;
    }

    @Override
    public Environment environment() {
        return scope.setup.environment;
    }

    @Override
    public Cancellation cancellation() {
        return scope.cancellation;
    }

    @Override
    public Budget budget() {
        return scope.budget;
    }

    @Override
    public EventSink events() {
        return scope.publisher;
    }

    @Override
    public Subagents subagents() {
        return children;
    }

    @Override
    public void require(Action action) {
        gate.require(call, List.of(action));
    }

    @Override
    public boolean covers(Action whole, Action part) {
        return scope.gate.covers(whole, part);
    }

    @Override
    public Plan updatePlan(UnaryOperator<Plan> change) {
        scope.cancellation.throwIfCancelled();
        Plan next = scope.recorder.updatePlan(change);
        scope.publisher.emit(new TurnEvent.PlanChanged(next));
        return next;
    }

    @Override
    public Map<String, Object> attributes() {
        return scope.attributes;
    }
}
