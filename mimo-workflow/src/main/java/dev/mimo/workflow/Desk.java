package dev.mimo.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.CancelledException;
import dev.mimo.model.Cut;
import dev.mimo.model.Json;
import dev.mimo.workflow.journal.CallKey;
import dev.mimo.workflow.journal.CallPath;
import dev.mimo.workflow.journal.JournalRecord.CallSettled;
import dev.mimo.workflow.journal.JournalRecord.CallStarted;
import dev.mimo.workflow.script.Request;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Takes what scripts ask, and sorts it: answered from the past, done now, or refused. Used by the run's loop only. */
final class Desk {

    /** Where what was sorted goes. */
    interface Trays {

        /** Answered as soon as the script waits. */
        void fail(Frame frame, long request, String message);

        /** Answered from the past, in the order of the past. */
        void replay(Waiting waiting);

        /** Done by this pass. */
        void launch(LiveCall call);

        void nest(Frame frame, long request, CallPath path, JsonNode ref, @Nullable JsonNode args);

        void file(Frame frame, Request request);

        void timer(Frame frame, long request, CallPath path, Duration delay);

        void clearTimer(Frame frame, long request);
    }

    private final RunState state;
    private final Trays trays;

    Desk(RunState state, Trays trays) {
        this.state = state;
        this.trays = trays;
    }

    void take(Frame frame, Request request) {
        switch (request.op()) {
            case "agent" -> agent(frame, request);
            case "workflow" -> workflow(frame, request);
            case "phase" -> phase(frame, Json.read(request.json()).asText());
            case "log" -> state.log(prefix(frame) + Json.read(request.json()).asText());
            case "itemFailed" -> itemFailed(frame, request);
            case "timer" ->
                trays.timer(
                        frame,
                        request.id(),
                        new CallPath(request.path()),
                        Duration.ofMillis(Json.read(request.json()).asLong()));
            case "clearTimer" ->
                trays.clearTimer(frame, Json.read(request.json()).asLong());
            case "readFile", "exists", "glob", "writeFile" -> trays.file(frame, request);
            default -> throw new IllegalStateException("a script cannot ask for " + request.op());
        }
    }

    private void phase(Frame frame, String title) {
        frame.phase = title;
        if (frame.parent == null) {
            state.phase(title);
        }
    }

    private void itemFailed(Frame frame, Request request) {
        JsonNode fault = Json.read(request.json());
        state.log(prefix(frame) + request.path() + " gives null, as it failed: "
                + fault.path("message").asText());
    }

    private static String prefix(Frame frame) {
        return frame.parent == null ? "" : frame.script.meta().name() + ": ";
    }

    private void workflow(Frame frame, Request request) {
        JsonNode body = Json.read(request.json());
        trays.nest(frame, request.id(), new CallPath(request.path()), body.path("ref"), body.get("args"));
    }

    private void agent(Frame frame, Request request) {
        CallPath path = new CallPath(request.path());
        String exhausted = state.exhausted();
        int number = state.nextAgent();
        if (exhausted != null) {
            trays.fail(frame, request.id(), "agent(): " + exhausted);
            return;
        }
        try {
            agent(frame, request.id(), path, number, Json.read(request.json()));
        } catch (IllegalArgumentException e) {
            trays.fail(frame, request.id(), String.valueOf(e.getMessage()));
        }
    }

    private void agent(Frame frame, long request, CallPath path, int number, JsonNode body) {
        CallOptions options = CallOptions.read(body.path("prompt").asText(), body.path("options"), state::warn);
        AgentCall call = call(frame, path, number, options);
        CallKey key = CallKey.of(path, options.asked());
        boolean failures = !state.how.retryFailed();
        CallSettled before = state.past.claim(key, failures, state.how.edited() != null);
        if (before != null && isThere(call, before)) {
            trays.replay(new Waiting(frame, request, path, before, call));
            return;
        }
        compare(path, key, call);
        Duration stall = options.stall() == null ? state.caps.stall() : options.stall();
        trays.launch(new LiveCall(frame, request, key, options, call, stall));
    }

    /** A result that points at a worktree which is gone is no result. */
    private boolean isThere(AgentCall call, CallSettled end) {
        try {
            if (!call.isolated() || state.isolation.isThere(end.value())) {
                return true;
            }
            state.warn("the worktree of " + call.title() + " is gone; it is done again");
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("interrupted");
        }
    }

    private AgentCall call(Frame frame, CallPath path, int number, CallOptions options) {
        ObjectNode asked = options.asked();
        String phase = options.text("phase") == null ? frame.phase : options.text("phase");
        String wanted = options.text("model") == null ? frame.model(phase) : options.text("model");
        if (wanted != null) {
            asked.put("model", wanted);
        }
        if (phase != null) {
            asked.put("phase", phase);
        }
        return new AgentCall(
                state.id,
                path,
                number,
                1,
                asked.path("prompt").asText(),
                options.text("label"),
                phase,
                asked.get("schema") instanceof ObjectNode schema ? schema : null,
                model(wanted),
                options.text("effort"),
                agentType(options.text("agentType")),
                options.tools(),
                options.text("isolation") != null,
                state.workspace,
                null);
    }

    private @Nullable String model(@Nullable String wanted) {
        if (wanted == null) {
            return null;
        }
        String name = state.models.getOrDefault(wanted, wanted);
        if (!state.launcher.knowsModel(name)) {
            state.warn("there is no model \"" + wanted + "\"; the usual one is used");
            return null;
        }
        return name;
    }

    private @Nullable String agentType(@Nullable String wanted) {
        if (wanted != null && !state.launcher.knowsAgentType(wanted)) {
            state.warn("there is no agent type \"" + wanted + "\"; a general agent is used");
            return null;
        }
        return wanted;
    }

    /** Whether the journal has something else at that place, though nothing changed that the call may depend on. */
    private void compare(CallPath path, CallKey key, AgentCall call) {
        CallStarted before = state.past.asked(path);
        if (before == null) {
            return;
        }
        if (!before.key().equals(key)) {
            if (!state.affected.contains(path)) {
                state.diverge(path, shown(before.call().path("prompt").asText()), shown(call.prompt()));
            }
        } else if (state.past.isInDoubt(key)) {
            state.emit(new WorkflowEvent.CallInDoubt(state.id, path, call.title()));
        }
    }

    private static String shown(String prompt) {
        String head = prompt.strip();
        return "agent(\"" + (head.length() <= 80 ? head : head.substring(0, Cut.at(head, 80)) + "…") + "\")";
    }
}
