package dev.mimo.tool.shell;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.ToolSpec;
import dev.mimo.tool.Effect;
import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.Tool;
import dev.mimo.tool.ToolContext;
import java.time.Duration;
import java.util.Set;

/** The tool {@code job}: looks after the background commands of its session. */
final class JobTool implements Tool {

    private static final Duration STANDARD_WAIT = Duration.ofSeconds(60);

    private static final Set<String> NAMES = Set.of("id", "action", "timeout_ms");

    private static final String DESCRIPTION = """
            Looks after commands that bash started in the background. Without an id, lists them. With one: status returns
            its newest output and whether it still runs, wait does so when it has ended or timeout_ms is over, kill ends it.""";

    private final ToolSpec spec = new ToolSpec("job", DESCRIPTION, schema());

    @Override
    public ToolSpec spec() {
        return spec;
    }

    /** Only what the session itself started is looked at or ended. */
    @Override
    public Effect effect() {
        return Effect.STATE;
    }

    @Override
    public ToolResult call(ToolCall call, ToolContext context) throws InterruptedException {
        ObjectNode given = call.arguments();
        Arguments.checkNames(given, NAMES);
        String action = action(given);
        Duration wait = Arguments.timeout(given);
        String id = Arguments.text(given, "id");
        Jobs jobs = Jobs.of(context);
        if (id == null) {
            if (!action.equals("status")) {
                throw new InvalidCall(action + " needs the id of a job:\n" + jobs.list());
            }
            return ToolResult.of(call, jobs.list());
        }
        Job job = jobs.get(id);
        switch (action) {
            case "wait" ->
                job.await(wait == null ? STANDARD_WAIT : wait, context.cancellation(), context.environment());
            case "kill" -> {
                job.stop("by the tool job");
                job.awaitEnd();
                return ToolResult.of(call, job.look());
            }
            default -> {}
        }
        return job.isFailed() ? ToolResult.error(call, job.look()) : ToolResult.of(call, job.look());
    }

    private static String action(ObjectNode given) {
        String action = Arguments.text(given, "action");
        if (action == null || Set.of("status", "wait", "kill").contains(action)) {
            return action == null ? "status" : action;
        }
        throw new InvalidCall("action must be status, wait or kill: " + action);
    }

    private static ObjectNode schema() {
        ObjectNode properties = Json.object();
        properties.putObject("id").put("type", "string").put("description", "as bash told it");
        ObjectNode action = properties.putObject("action").put("type", "string");
        action.putArray("enum").add("status").add("wait").add("kill");
        properties
                .putObject("timeout_ms")
                .put("type", "integer")
                .put("minimum", 1)
                .put("maximum", Arguments.LONGEST_MILLIS)
                .put("description", "how long to wait; 60000 when left out");
        ObjectNode schema = Json.object().put("type", "object");
        schema.set("properties", properties);
        return schema.put("additionalProperties", false);
    }
}
