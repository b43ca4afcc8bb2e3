package dev.mimo.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Cancellation;
import dev.mimo.environment.MimoException;
import dev.mimo.model.Json;
import dev.mimo.workflow.AgentCall;
import dev.mimo.workflow.AgentLauncher;
import dev.mimo.workflow.CallResult;
import dev.mimo.workflow.CallScope;
import dev.mimo.workflow.Caps;
import dev.mimo.workflow.RunOptions;
import dev.mimo.workflow.WorkflowEngine;
import dev.mimo.workflow.WorkflowException;
import dev.mimo.workflow.WorkflowFault;
import dev.mimo.workflow.WorkflowFiles;
import dev.mimo.workflow.WorkflowResult;
import dev.mimo.workflow.WorkflowScript;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a script where nothing is real: calls of agents give stubs, nested workflows give their names, there are no files, and
 * nothing is kept. Always the same for the same script: answers come one by one, in the order of the calls.
 */
final class DryRun implements AgentLauncher {

    private final @Nullable Failing failing;

    private DryRun(@Nullable Failing failing) {
        this.failing = failing;
    }

    /** Which calls fail: of every so many, the one at {@code place}, from 0. */
    record Failing(int every, int place) {

        Failing {
            if (every < 1 || place < 0 || place >= every) {
                throw new IllegalArgumentException("of every " + every + " calls there is none at place " + place
                        + " (places are counted from 0)");
            }
        }

        boolean hits(int number) {
            return number % every == place;
        }
    }

    /**
     * What came of it, as {@code status}, {@code agents}, {@code phases}, {@code result} and {@code error}.
     *
     * @param args null for none
     * @param failing null for no call
     */
    static ObjectNode of(String source, @Nullable JsonNode args, @Nullable Failing failing, Cancellation cancellation)
            throws InterruptedException {
        Caps caps = Caps.defaults().withConcurrent(1);
        try (WorkflowEngine engine = WorkflowEngine.builder()
                .launcher(new DryRun(failing))
                .scripts(DryRun::child)
                .caps(caps)
                .worktrees(null)
                .build()) {
            RunOptions options = RunOptions.none().withFiles(new NoFiles()).under(cancellation);
            return json(engine.start(WorkflowScript.of(source), args, options).await());
        } catch (WorkflowException e) {
            return json("failed", 0, List.of(), null, new WorkflowFault(String.valueOf(e.getMessage()), e.line()));
        } catch (MimoException e) {
            return json("failed", 0, List.of(), null, new WorkflowFault(String.valueOf(e.getMessage()), 0));
        }
    }

    @Override
    public CallResult launch(AgentCall call, CallScope scope) {
        if (failing != null && failing.hits(call.number())) {
            return CallResult.failed("call " + call.number() + " was to fail");
        }
        return call.schema() == null
                ? CallResult.ok("stub text " + call.number())
                : CallResult.ok(SchemaStub.of(call.schema(), call.number()));
    }

    @Override
    public boolean isStandIn() {
        return true;
    }

    /** A script that gives its name, and does nothing. */
    private static WorkflowScript child(JsonNode ref) {
        String answer = Json.write(Json.array().add("child:" + name(ref)));
        return WorkflowScript.of(
                "export const meta = { name: 'child', description: 'Stands in for a workflow.' };\nreturn " + answer
                        + "[0];");
    }

    private static String name(JsonNode ref) {
        if (ref.isTextual()) {
            return ref.textValue();
        }
        for (String field : List.of("scriptPath", "name", "script")) {
            if (ref.path(field).isTextual()) {
                return ref.path(field).textValue();
            }
        }
        return Json.write(ref);
    }

    private static ObjectNode json(WorkflowResult result) {
        String status = result.isCompleted() ? "completed" : "failed";
        return json(status, result.agents(), result.phases(), result.value(), result.fault());
    }

    private static ObjectNode json(
            String status, int agents, List<String> phases, @Nullable JsonNode value, @Nullable WorkflowFault fault) {
        ObjectNode json = Json.object().put("status", status).put("agents", agents);
        phases.forEach(json.putArray("phases")::add);
        json.set("result", value);
        if (fault == null) {
            return json.putNull("error");
        }
        ObjectNode error = json.putObject("error").put("message", fault.message());
        error.put("line", fault.line() > 0 ? Integer.valueOf(fault.line()) : null);
        return json;
    }

    /** A folder in which nothing is, and nothing stays. */
    private static final class NoFiles implements WorkflowFiles {

        @Override
        public @Nullable String read(String path) {
            return null;
        }

        @Override
        public boolean exists(String path) {
            return false;
        }

        @Override
        public List<String> glob(String pattern) {
            return List.of();
        }

        @Override
        public @Nullable String hash(String path) {
            return null;
        }

        @Override
        public void write(String path, String content) {}
    }
}
