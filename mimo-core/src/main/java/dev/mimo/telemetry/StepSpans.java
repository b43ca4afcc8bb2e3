package dev.mimo.telemetry;

import dev.mimo.agent.TurnEvent;
import dev.mimo.judge.CandidateEvent;
import dev.mimo.model.ModelRef;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The span of a step's model, and of its candidates and their judge where it has them. Used under the lock of its turn. */
final class StepSpans {

    private static final AttributeKey<Long> CANDIDATE = AttributeKey.longKey("mimo.candidate");
    private static final AttributeKey<String> FATE = AttributeKey.stringKey("mimo.candidate.fate");
    private static final AttributeKey<Long> TOKENS = AttributeKey.longKey("mimo.tokens");

    private final Tracer tracer;
    private final Span span;
    private final Context context;
    private final Instant begun;
    private final Map<Integer, Span> candidates = new TreeMap<>();
    private @Nullable Span judge;
    private boolean heard;

    StepSpans(Tracer tracer, Context turn, @Nullable ModelRef model, int number, Instant at) {
        this.tracer = tracer;
        SpanBuilder builder = tracer.spanBuilder(model == null ? "chat" : "chat " + model.name())
                .setParent(turn)
                .setSpanKind(SpanKind.CLIENT)
                .setStartTimestamp(at)
                .setAttribute(GenAi.OPERATION, "chat")
                .setAttribute(GenAi.STEP, (long) number);
        if (model != null) {
            builder.setAttribute(GenAi.PROVIDER, model.provider()).setAttribute(GenAi.REQUEST_MODEL, model.name());
        }
        span = builder.startSpan();
        context = turn.with(span);
        begun = at;
    }

    Span span() {
        return span;
    }

    Context context() {
        return context;
    }

    void firstChunk(Instant at) {
        if (!heard) {
            heard = true;
            span.setAttribute(
                    GenAi.TIME_TO_FIRST_CHUNK, Duration.between(begun, at).toNanos() / 1e9);
        }
    }

    void onEvent(CandidateEvent event, Instant at) {
        if (event instanceof CandidateEvent.Started started) {
            candidates.put(started.index(), child("candidate", at).setAttribute(CANDIDATE, (long) started.index()));
        } else if (event instanceof CandidateEvent.Finished finished) {
            end(finished.index(), "finished", finished.reply().usage().total(), at);
        } else if (event instanceof CandidateEvent.Dropped dropped) {
            end(dropped.index(), "dropped", null, at);
        } else if (event instanceof CandidateEvent.Judged) {
            judge = child("judge candidates", at).setAllAttributes(SpanFacts.of(event));
        } else {
            span.addEvent(event.type(), SpanFacts.of(event), at);
            endOpen(at);
        }
    }

    void replied(TurnEvent.ReplyFinished reply, Instant at) {
        GenAi.usage(span, reply.usage());
        span.setAttribute(GenAi.FINISH_REASONS, List.of(reply.stopReason().value()));
        endOpen(at);
        span.end(at);
    }

    void fail(String why, Instant at) {
        endOpen(at);
        TurnSpans.fail(span, why);
        span.end(at);
    }

    private Span child(String name, Instant at) {
        return tracer.spanBuilder(name).setParent(context).setStartTimestamp(at).startSpan();
    }

    private void end(int index, String fate, @Nullable Long tokens, Instant at) {
        Span candidate = candidates.remove(index);
        if (candidate != null) {
            candidate.setAttribute(FATE, fate);
            if (tokens != null) {
                candidate.setAttribute(TOKENS, tokens);
            }
            candidate.end(at);
        }
    }

    /** The choice has been made, or there will be none. */
    private void endOpen(Instant at) {
        if (judge != null) {
            judge.end(at);
            judge = null;
        }
        for (Integer index : List.copyOf(candidates.keySet())) {
            end(index, "dropped", null, at);
        }
    }
}
