package dev.mimo.telemetry;

import dev.mimo.agent.AgentEvent;
import dev.mimo.agent.Outcome;
import dev.mimo.agent.TurnEvent;
import dev.mimo.environment.Event;
import dev.mimo.environment.Redactor;
import dev.mimo.judge.CandidateEvent;
import dev.mimo.judge.GoalEvent;
import dev.mimo.model.Json;
import dev.mimo.model.ModelException;
import dev.mimo.model.ModelRef;
import dev.mimo.model.ToolCall;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The spans of one turn. Safe for use by several threads: calls ask for what is current while events come in. */
final class TurnSpans {

    private static final AttributeKey<Boolean> RAN = AttributeKey.booleanKey("mimo.call.ran");

    private final Tracer tracer;
    private final @Nullable Redactor content;
    private final Span turn;
    private final Context context;
    private final @Nullable ModelRef model;
    private final Map<String, Running> calls = new LinkedHashMap<>();
    private @Nullable StepSpans step;
    private @Nullable Span goalJudge;

    /** A call that runs. */
    private record Running(String tool, Span span) {}

    /** {@code first}: where the turn was before it was paused; null when it is not known, or this is the first. */
    TurnSpans(
            Tracer tracer, @Nullable Redactor content, AgentEvent begun, Context parent, @Nullable SpanContext first) {
        this.tracer = tracer;
        this.content = content;
        SpanBuilder builder = tracer.spanBuilder("invoke_agent " + begun.agent())
                .setParent(parent)
                .setSpanKind(SpanKind.INTERNAL)
                .setStartTimestamp(begun.at())
                .setAttribute(GenAi.OPERATION, "invoke_agent")
                .setAttribute(GenAi.AGENT, begun.agent())
                .setAttribute(GenAi.CONVERSATION, begun.session().value())
                .setAttribute(GenAi.TURN, begun.turn());
        if (first != null) {
            builder.addLink(first);
        }
        turn = builder.startSpan();
        context = parent.with(turn);
        if (begun.event() instanceof TurnEvent.TurnStarted started) {
            model = modelRef(started.model());
            say(turn, GenAi.INPUT_MESSAGES, "user", started.input());
        } else {
            model = begun.event() instanceof TurnEvent.TurnResumed resumed ? modelRef(resumed.model()) : null;
        }
    }

    Context context() {
        return context;
    }

    SpanContext spanContext() {
        return turn.getSpanContext();
    }

    synchronized Context step() {
        return step == null ? context : step.context();
    }

    synchronized Context call(String id) {
        Running running = calls.get(id);
        return running == null ? context : context.with(running.span());
    }

    /** Where a workflow that begins now belongs: tools that run workflows do so one at a time. */
    synchronized Context openWorkflowCall() {
        for (Running running : calls.values()) {
            if (running.tool().equals("workflow")) {
                return context.with(running.span());
            }
        }
        return context;
    }

    synchronized void firstChunk(Instant at) {
        if (step != null) {
            step.firstChunk(at);
        }
    }

    synchronized void onEvent(AgentEvent stamped) {
        Event event = stamped.event();
        Instant at = stamped.at();
        if (event instanceof TurnEvent.StepStarted) {
            cutStep(at);
            step = new StepSpans(tracer, context, model, stamped.step(), at);
        } else if (event instanceof TurnEvent.ReplyFinished reply) {
            replied(reply, at);
        } else if (event instanceof TurnEvent.ToolCallStarted started) {
            calls.put(started.call().id(), new Running(started.call().name(), begin(started.call(), at)));
        } else if (event instanceof TurnEvent.ToolCallFinished finished) {
            finish(finished, at);
        } else if (event instanceof CandidateEvent candidate && step != null) {
            step.onEvent(candidate, at);
        } else if (event instanceof GoalEvent goal) {
            judged(goal, at);
        } else if (!event.type().equals("tool_progress")) {
            Span place = step == null ? turn : step.span();
            place.addEvent(event.type(), SpanFacts.of(event), at);
        }
    }

    synchronized void end(Outcome outcome, Instant at) {
        turn.setAttribute(GenAi.OUTCOME, outcome.type());
        GenAi.usage(turn, outcome.usage());
        if (outcome.cost() != null) {
            turn.setAttribute(GenAi.COST, outcome.cost().usd().doubleValue());
        }
        String error = error(outcome);
        if (error != null) {
            fail(turn, error);
        }
        endAll(error == null ? outcome.type() : error, at);
    }

    /** Another turn of the session begins, and nobody told that this one ended. */
    synchronized void abandon(Instant at) {
        fail(turn, "abandoned");
        endAll("abandoned", at);
    }

    private void endAll(String why, Instant at) {
        if (step != null) {
            step.fail(why, at);
            step = null;
        }
        for (Running running : calls.values()) {
            fail(running.span(), why);
            running.span().end(at);
        }
        calls.clear();
        if (goalJudge != null) {
            fail(goalJudge, why);
            goalJudge.end(at);
            goalJudge = null;
        }
        turn.end(at);
    }

    /** The last step got no answer that was taken: its model repeated itself, or the prompt was too long. */
    private void cutStep(Instant at) {
        if (step != null) {
            step.fail("cut", at);
        }
    }

    private void replied(TurnEvent.ReplyFinished reply, Instant at) {
        if (step != null) {
            say(step.span(), GenAi.OUTPUT_MESSAGES, "assistant", reply.text());
            step.replied(reply, at);
            step = null;
        }
    }

    private Span begin(ToolCall call, Instant at) {
        Span span = tool(call.name(), call.id(), at);
        if (content != null) {
            span.setAttribute(GenAi.TOOL_ARGUMENTS, Json.write(content.redact(call.arguments())));
        }
        return span;
    }

    private Span tool(String name, String id, Instant at) {
        return tracer.spanBuilder("execute_tool " + name)
                .setParent(context)
                .setSpanKind(SpanKind.INTERNAL)
                .setStartTimestamp(at)
                .setAttribute(GenAi.OPERATION, "execute_tool")
                .setAttribute(GenAi.TOOL, name)
                .setAttribute(GenAi.TOOL_CALL, id)
                .startSpan();
    }

    private void finish(TurnEvent.ToolCallFinished finished, Instant at) {
        Running running = calls.remove(finished.callId());
        Span span = running == null
                ? tool(EventFacts.word(finished.tool()), finished.callId(), at).setAttribute(RAN, false)
                : running.span();
        if (finished.error()) {
            fail(span, running == null ? "not_run" : "tool_error");
        }
        if (content != null) {
            span.setAttribute(GenAi.TOOL_RESULT, content.redact(finished.text()));
        }
        span.end(at);
    }

    private void judged(GoalEvent event, Instant at) {
        if (event instanceof GoalEvent.JudgeAsked) {
            goalJudge = tracer.spanBuilder("judge goal")
                    .setParent(context)
                    .setStartTimestamp(at)
                    .setAllAttributes(SpanFacts.of(event))
                    .startSpan();
            return;
        }
        Span judge = goalJudge;
        if (judge == null || event instanceof GoalEvent.EvidenceChecked) {
            turn.addEvent(event.type(), SpanFacts.of(event), at);
            return;
        }
        judge.setAllAttributes(SpanFacts.of(event));
        if (event instanceof GoalEvent.Unassessed) {
            fail(judge, "unassessed");
        }
        judge.end(at);
        goalJudge = null;
    }

    private void say(Span span, AttributeKey<String> where, String role, String text) {
        if (content != null) {
            String part = Json.write(Json.object().put("type", "text").put("content", content.redact(text)));
            span.setAttribute(where, "[{\"role\":\"" + role + "\",\"parts\":[" + part + "]}]");
        }
    }

    private static @Nullable ModelRef modelRef(String model) {
        return model.indexOf(':') > 0 ? ModelRef.parse(model) : null;
    }

    static void fail(Span span, String error) {
        span.setStatus(StatusCode.ERROR);
        span.setAttribute(GenAi.ERROR, error);
    }

    /** Null for a turn that did what it was to do, or will. */
    private static @Nullable String error(Outcome outcome) {
        if (outcome instanceof Outcome.Done || outcome instanceof Outcome.Paused) {
            return null;
        }
        if (outcome instanceof Outcome.Failed failed) {
            return failed.error() instanceof ModelException model
                    ? model.kind().label()
                    : failed.error().getClass().getName();
        }
        return outcome instanceof Outcome.LimitReached limit ? "limit_" + limit.limit() : outcome.type();
    }
}
