package dev.mimo.telemetry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Event;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The spans of workflow runs: a run, the runs nested in it, and its calls of agents, below which the turns of those agents
 * stand. The events come from a module that this one does not know, so they are known by type and fields.
 */
final class WorkflowSpans {

    private final Tracer tracer;
    private final Map<String, Run> runs = new ConcurrentHashMap<>();

    /** Sessions that are about to work on a call, by their ids, and below which span. */
    private final Map<String, Context> handedOver = new ConcurrentHashMap<>();

    WorkflowSpans(Tracer tracer) {
        this.tracer = tracer;
    }

    boolean takes(Event event) {
        return event.type().startsWith("workflow_");
    }

    /** Below which span the turn of that session begins, once; null when it works on no call. */
    @Nullable
    Context takeHandedOver(String session) {
        return handedOver.isEmpty() ? null : handedOver.remove(session);
    }

    void onEvent(Event event, Instant at, Context parent) {
        ObjectNode json = event.toJson();
        String id = json.path("run").asText();
        if (event.type().equals("workflow_started")) {
            runs.computeIfAbsent(id, fresh -> new Run(json, at, parent));
            return;
        }
        Run run = runs.get(id);
        if (run != null) {
            run.onEvent(event.type(), json, at);
        }
        if (event.type().equals("workflow_finished")) {
            runs.remove(id);
        }
    }

    private Span begin(String name, Context parent, Instant at, Attributes facts) {
        return tracer.spanBuilder(name)
                .setParent(parent)
                .setStartTimestamp(at)
                .setAllAttributes(facts)
                .startSpan();
    }

    private Span beginRun(ObjectNode json, Context parent, Instant at) {
        String name = EventFacts.word(json.path("name").asText());
        return begin("invoke_workflow " + name, parent, at, SpanFacts.of(json))
                .setAttribute(GenAi.OPERATION, "invoke_workflow")
                .setAttribute(GenAi.WORKFLOW, name);
    }

    /** What is open of a run. Its events come from several threads. */
    private final class Run {

        private final Span span;
        private final Context context;
        private final Map<String, Span> nested = new LinkedHashMap<>();
        private final Map<String, Span> calls = new LinkedHashMap<>();

        /** Sessions that got a call; one whose agent is not traced never takes its place. */
        private final Set<String> sessions = new HashSet<>();

        private long replayed;

        Run(ObjectNode started, Instant at, Context parent) {
            span = beginRun(started, parent, at);
            context = parent.with(span);
        }

        synchronized void onEvent(String type, ObjectNode json, Instant at) {
            String path = json.path("path").asText();
            switch (type) {
                case "workflow_child_started" -> nested.computeIfAbsent(path, p -> beginRun(json, around(path), at));
                case "workflow_child_finished" -> end(nested.remove(path), fault(json), json, at);
                case "workflow_call_started" -> call(path, json, at);
                case "workflow_call_handed_over" ->
                    handOver(path, json.path("to").asText());
                case "workflow_call_finished" -> finished(path, json, at);
                case "workflow_finished" -> close(json, at);
                default -> span.addEvent(type, SpanFacts.of(json), at);
            }
        }

        /** The innermost nested run in which a call stands, or the run itself. */
        private Context around(String path) {
            Context innermost = context;
            int longest = 0;
            for (Map.Entry<String, Span> child : nested.entrySet()) {
                String scope = child.getKey();
                boolean inside = path.length() > scope.length()
                        && path.startsWith(scope)
                        && "/#@~".indexOf(path.charAt(scope.length())) >= 0;
                if (inside && scope.length() > longest) {
                    longest = scope.length();
                    innermost = context.with(child.getValue());
                }
            }
            return innermost;
        }

        /** Another attempt belongs to the same call. */
        private void call(String path, ObjectNode json, Instant at) {
            Span open = calls.get(path);
            if (open == null) {
                calls.put(path, begin("workflow_call", around(path), at, SpanFacts.of(json)));
            } else {
                open.addEvent("workflow_call_started", SpanFacts.of(json), at);
            }
        }

        private void handOver(String path, String session) {
            Span call = calls.get(path);
            if (call != null) {
                handedOver.put(session, context.with(call));
                sessions.add(session);
            }
        }

        private void finished(String path, ObjectNode json, Instant at) {
            if (json.path("replayed").asBoolean()) {
                replayed++;
                return;
            }
            String outcome = json.path("outcome").asText();
            end(calls.remove(path), outcome.equals("ok") ? null : outcome, json, at);
        }

        private void close(ObjectNode json, Instant at) {
            sessions.forEach(handedOver::remove);
            calls.values().forEach(call -> end(call, "abandoned", null, at));
            nested.values().forEach(child -> end(child, "abandoned", null, at));
            span.setAttribute("mimo.replayed", replayed);
            String status = json.path("status").asText();
            end(span, status.equals("completed") ? null : status, json, at);
        }

        private static @Nullable String fault(ObjectNode json) {
            return json.hasNonNull("fault") ? "fault" : null;
        }

        private static void end(@Nullable Span span, @Nullable String error, @Nullable ObjectNode json, Instant at) {
            if (span == null) {
                return;
            }
            if (json != null) {
                span.setAllAttributes(SpanFacts.of(json));
            }
            if (error != null) {
                TurnSpans.fail(span, error);
            }
            span.end(at);
        }
    }
}
