package dev.mimo.tool;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.Environment;
import dev.mimo.environment.Event;
import dev.mimo.environment.EventSink;
import dev.mimo.environment.Resources;
import dev.mimo.model.Budget;
import dev.mimo.permission.PermissionGate;
import dev.mimo.permission.Permissions;
import dev.mimo.session.Plan;
import dev.mimo.session.SessionId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A context for calls of a tool by itself: allows everything, remembers events. */
public final class TestToolContext implements ToolContext {

    private Workspace workspace;
    private Permissions permissions = Permissions.bypass();
    private final Path folder;
    private final Environment environment;
    private final Resources resources = new Resources();
    private final List<Event> events = new CopyOnWriteArrayList<>();
    public final Cancellation.Source cancellation = new Cancellation.Source();

    public TestToolContext(Path root, Path folder, Environment environment) {
        this.workspace = Workspace.of(root);
        this.folder = folder;
        this.environment = environment;
    }

    public TestToolContext(Path root) {
        this(root, root, Environment.builder().build());
    }

    public TestToolContext protect(Path closed) {
        workspace = workspace.protect(List.of(closed));
        return this;
    }

    public TestToolContext permissions(Permissions rules) {
        permissions = rules;
        return this;
    }

    public List<Event> told() {
        return events;
    }

    @Override
    public SessionId session() {
        return SessionId.of("test");
    }

    @Override
    public String callId() {
        return "call-1";
    }

    @Override
    public Workspace workspace() {
        return workspace;
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public Resources resources() {
        return resources;
    }

    @Override
    public Environment environment() {
        return environment;
    }

    @Override
    public Cancellation cancellation() {
        return cancellation;
    }

    @Override
    public Budget budget() {
        return Budget.unlimited();
    }

    @Override
    public EventSink events() {
        return events::add;
    }

    @Override
    public Subagents subagents() {
        throw new UnsupportedOperationException("no sub-agents here");
    }

    @Override
    public void require(Action action) {}

    @Override
    public boolean covers(Action whole, Action part) {
        return new PermissionGate(permissions, workspace, null, path -> false).covers(whole, part);
    }

    @Override
    public Plan updatePlan(UnaryOperator<Plan> change) {
        throw new UnsupportedOperationException("no plan here");
    }

    @Override
    public Map<String, Object> attributes() {
        return Map.of();
    }
}
