package dev.mimo.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Cancellation;
import dev.mimo.environment.Environment;
import dev.mimo.environment.Resources;
import dev.mimo.model.Budget;
import dev.mimo.model.Json;
import dev.mimo.model.ModelRef;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.session.Plan;
import dev.mimo.session.SessionId;
import dev.mimo.tool.Action;
import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.PermissionDenied;
import dev.mimo.tool.Subagents;
import dev.mimo.tool.Tool;
import dev.mimo.tool.ToolContext;
import dev.mimo.tool.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.commons.io.FileUtils;
import org.jspecify.annotations.Nullable;

/**
 * What a tool finds around it, without an agent: for testing a tool by itself. Everything is allowed, nothing is limited and
 * there are no sub-agents, unless the builder says otherwise. Closing it closes its resources and deletes the folder it made.
 *
 * <p>Safe for use by several threads.
 */
public final class TestToolContext implements ToolContext, AutoCloseable {

    private final Builder given;
    private final Path folder;
    private final boolean folderIsOurs;
    private final Resources resources = new Resources();
    private final EventRecorder events = new EventRecorder();
    private final List<Action> asked = new ArrayList<>();
    private Plan plan;

    private TestToolContext(Builder builder) {
        given = new Builder(builder);
        Path own = builder.folder;
        folderIsOurs = own == null;
        folder = own == null ? temporary() : own;
        plan = builder.plan;
    }

    /** As everything is by default. */
    public static TestToolContext in(Workspace workspace) {
        return builder(workspace).build();
    }

    public static Builder builder(Workspace workspace) {
        return new Builder(workspace);
    }

    /**
     * Does with a call what an agent does: asks for the tool's actions, then runs it.
     *
     * @param arguments a record, a map, or a JSON object; not checked against the tool's schema
     */
    public ToolResult call(Tool tool, Object arguments) throws Exception {
        JsonNode json = Json.mapper().valueToTree(arguments);
        if (!(json instanceof ObjectNode object)) {
            throw new IllegalArgumentException("the arguments are not an object: " + json);
        }
        ToolCall call = ToolCall.of(given.callId, tool.spec().name(), object);
        tool.actions(call, given.workspace).forEach(this::require);
        return tool.call(call, this);
    }

    /** What was asked of the gate, oldest first. */
    public List<Action> asked() {
        synchronized (asked) {
            return List.copyOf(asked);
        }
    }

    /** The task tree as it stands. */
    public synchronized Plan plan() {
        return plan;
    }

    @Override
    public SessionId session() {
        return given.session;
    }

    @Override
    public String callId() {
        return given.callId;
    }

    @Override
    public Workspace workspace() {
        return given.workspace;
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
        return given.environment;
    }

    @Override
    public Cancellation cancellation() {
        return given.cancellation;
    }

    @Override
    public Budget budget() {
        return given.budget;
    }

    @Override
    public EventRecorder events() {
        return events;
    }

    @Override
    public Subagents subagents() {
        return given.subagents;
    }

    @Override
    public void require(Action action) {
        synchronized (asked) {
            asked.add(action);
        }
        if (!given.allowed.test(action)) {
            throw new PermissionDenied("not allowed: " + action.subject());
        }
    }

    /** As the gate answers for the part; it does not count as asked. */
    @Override
    public boolean covers(Action whole, Action part) {
        return given.allowed.test(part);
    }

    @Override
    public synchronized Plan updatePlan(UnaryOperator<Plan> change) {
        plan = change.apply(plan);
        return plan;
    }

    @Override
    public Map<String, Object> attributes() {
        return given.attributes;
    }

    @Override
    public void close() {
        try {
            resources.close();
        } finally {
            if (folderIsOurs) {
                FileUtils.deleteQuietly(folder.toFile());
            }
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("mimo-session-").toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** No sub-agent can be started. */
    private static final class NoSubagents implements Subagents {
        @Override
        public Map<String, String> kinds() {
            return Map.of();
        }

        @Override
        public @Nullable ModelRef findModel(String name) {
            return null;
        }

        @Override
        public Child start(Task task, Watcher watcher) {
            throw new InvalidCall("there are no sub-agents here");
        }
    }

    /** Collects what a context is to be made of. Confined to one thread. */
    public static final class Builder {

        private final Workspace workspace;
        private SessionId session = SessionId.of("session");
        private String callId = "call-1";
        private Environment environment = Environment.standard();
        private Cancellation cancellation = Cancellation.never();
        private Budget budget = Budget.unlimited();
        private Subagents subagents = new NoSubagents();
        private Predicate<Action> allowed = action -> true;
        private Plan plan = Plan.empty();
        private @Nullable Path folder;
        private Map<String, Object> attributes = Map.of();

        private Builder(Workspace workspace) {
            this.workspace = workspace;
        }

        private Builder(Builder other) {
            workspace = other.workspace;
            session = other.session;
            callId = other.callId;
            environment = other.environment;
            cancellation = other.cancellation;
            budget = other.budget;
            subagents = other.subagents;
            allowed = other.allowed;
            plan = other.plan;
            folder = other.folder;
            attributes = other.attributes;
        }

        public Builder session(String id) {
            session = SessionId.of(id);
            return this;
        }

        public Builder callId(String id) {
            callId = id;
            return this;
        }

        public Builder environment(Environment environment) {
            this.environment = environment;
            return this;
        }

        public Builder cancellation(Cancellation cancellation) {
            this.cancellation = cancellation;
            return this;
        }

        public Builder budget(Budget budget) {
            this.budget = budget;
            return this;
        }

        public Builder subagents(Subagents subagents) {
            this.subagents = subagents;
            return this;
        }

        /** The answers of the gate. */
        public Builder allow(Predicate<Action> allowed) {
            this.allowed = allowed;
            return this;
        }

        public Builder plan(Plan plan) {
            this.plan = plan;
            return this;
        }

        /** An existing folder of the test's own; never deleted. */
        public Builder folder(Path folder) {
            this.folder = folder;
            return this;
        }

        public Builder attributes(Map<String, Object> attributes) {
            this.attributes = Map.copyOf(attributes);
            return this;
        }

        public TestToolContext build() {
            return new TestToolContext(this);
        }
    }
}
