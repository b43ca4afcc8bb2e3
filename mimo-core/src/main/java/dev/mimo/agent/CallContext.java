package dev.mimo.agent;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.Environment;
import dev.mimo.environment.EventSink;
import dev.mimo.environment.Resources;
import dev.mimo.model.Budget;
import dev.mimo.model.ToolCall;
import dev.mimo.permission.Approver;
import dev.mimo.session.Plan;
import dev.mimo.session.SessionId;
import dev.mimo.tool.Action;
import dev.mimo.tool.Subagents;
import dev.mimo.tool.ToolContext;
import dev.mimo.tool.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** What one call finds around it. */
final class CallContext implements ToolContext {

    private final TurnScope scope;
    private final ToolCall call;
    private final Consumer<Action> gate;
    private final CallChildren children;

    CallContext(TurnScope scope, ToolCall call, CallGate gate) {
        this(scope, call, action -> gate.require(call, List.of(action)), gate.answers());
    }

    /** {@code gate} throws for what may not be done; {@code answers} are for sub-agents that go on. */
    CallContext(TurnScope scope, ToolCall call, Consumer<Action> gate, Map<String, Approver.Answer> answers) {
        this.scope = scope;
        this.call = call;
        this.gate = gate;
        this.children = new CallChildren(scope, call.id(), answers);
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
        gate.accept(action);
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
