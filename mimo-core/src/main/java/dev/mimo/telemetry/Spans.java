package dev.mimo.telemetry;

import dev.mimo.agent.AgentEvent;
import dev.mimo.agent.Outcome;
import dev.mimo.agent.TurnEvent;
import dev.mimo.environment.Event;
import dev.mimo.environment.Redactor;
import dev.mimo.model.TextDelta;
import dev.mimo.model.ThinkingDelta;
import dev.mimo.model.ToolCallDelta;
import dev.mimo.session.SessionId;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** All spans that are open, and where events go to. What it holds is bounded by what is open. */
final class Spans {

    /** Of how many paused turns it is remembered where their first span was. */
    private static final int MOST_PAUSED = 1_000;

    private final Tracer tracer;
    private final @Nullable Redactor content;
    private final Map<SessionId, TurnSpans> turns = new ConcurrentHashMap<>();
    private final SideSpans sides;
    private final WorkflowSpans workflows;
    private final Map<String, SpanContext> paused = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SpanContext> eldest) {
            return size() > MOST_PAUSED;
        }
    });

    /** Which turn a thread is at work for. */
    private final Map<Thread, TurnSpans> atWork = new ConcurrentHashMap<>();

    Spans(Tracer tracer, @Nullable Redactor content) {
        this.tracer = tracer;
        this.content = content;
        sides = new SideSpans(tracer);
        workflows = new WorkflowSpans(tracer);
    }

    /** What is current for a call of a tool. */
    Context call(SessionId session, String call) {
        TurnSpans turn = turns.get(session);
        return turn == null ? Context.current() : turn.call(call);
    }

    /** What is current for a model that this thread asks. */
    Context stepOfThread() {
        TurnSpans turn = atWork.get(Thread.currentThread());
        return turn == null ? Context.current() : turn.step();
    }

    void onEvent(AgentEvent stamped) {
        Event event = stamped.event();
        TurnSpans turn = turns.get(stamped.session());
        if (event instanceof TextDelta || event instanceof ThinkingDelta || event instanceof ToolCallDelta) {
            if (turn != null) {
                turn.firstChunk(stamped.at());
            }
        } else if (event instanceof TurnEvent.TurnStarted || event instanceof TurnEvent.TurnResumed) {
            begin(stamped);
        } else if (event instanceof TurnEvent.TurnEnded ended) {
            end(stamped, ended.outcome());
        } else if (workflows.takes(event)) {
            workflows.onEvent(event, stamped.at(), turn == null ? Context.current() : turn.openWorkflowCall());
        } else if (!sides.onEvent(stamped, turn == null ? Context.current() : turn.context()) && turn != null) {
            if (event instanceof TurnEvent.StepStarted) {
                atWork.put(Thread.currentThread(), turn);
            }
            turn.onEvent(stamped);
        }
    }

    /** What happens outside of any session. */
    void onEvent(Event event, Context parent) {
        if (workflows.takes(event)) {
            workflows.onEvent(event, Instant.now(), parent);
        } else {
            sides.upkeep(event, Instant.now(), parent);
        }
    }

    private void begin(AgentEvent stamped) {
        Context handed = workflows.takeHandedOver(stamped.session().value());
        TurnSpans turn = new TurnSpans(
                tracer, content, stamped, handed == null ? Context.current() : handed, paused.remove(stamped.turn()));
        TurnSpans before = turns.put(stamped.session(), turn);
        if (before != null) {
            atWork.values().removeIf(before::equals);
            before.abandon(stamped.at());
        }
    }

    private void end(AgentEvent stamped, Outcome outcome) {
        TurnSpans turn = turns.remove(stamped.session());
        if (turn == null) {
            return;
        }
        atWork.values().removeIf(turn::equals);
        turn.end(outcome, stamped.at());
        if (outcome instanceof Outcome.Paused) {
            paused.put(stamped.turn(), turn.spanContext());
        }
    }
}
