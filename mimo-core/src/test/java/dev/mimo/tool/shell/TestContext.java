package dev.mimo.tool.shell;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.Environment;
import dev.mimo.environment.Event;
import dev.mimo.environment.EventSink;
import dev.mimo.environment.Resources;
import dev.mimo.model.Budget;
import dev.mimo.model.Json;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** What a shell command finds around it in a test: a folder of its own, real time, a signal that the test gives. */
record TestContext(
        Workspace workspace,
        Path folder,
        Resources resources,
        Environment environment,
        Cancellation.Source cancellation,
        List<Event> told)
        implements ToolContext {

    static TestContext in(Path folder) {
        return new TestContext(
                Workspace.of(folder),
                folder.resolve("session"),
                new Resources(),
                Environment.standard(),
                new Cancellation.Source(),
                new CopyOnWriteArrayList<>());
    }

    static ToolCall call(String tool, String json) {
        return ToolCall.of("call-1", tool, Json.readObject(json));
    }

    static ToolCall bash(String command) {
        return ToolCall.of("call-1", "bash", Json.object().put("command", command));
    }

    static ToolCall background(String command) {
        return ToolCall.of(
                "call-1", "bash", Json.object().put("command", command).put("background", true));
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
    public Budget budget() {
        throw new UnsupportedOperationException();
    }

    @Override
    public EventSink events() {
        return told::add;
    }

    @Override
    public Subagents subagents() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void require(Action action) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean covers(Action whole, Action part) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Plan updatePlan(UnaryOperator<Plan> change) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, Object> attributes() {
        return Map.of();
    }
}
