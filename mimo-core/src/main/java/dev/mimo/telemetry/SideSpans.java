package dev.mimo.telemetry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.agent.AgentEvent;
import dev.mimo.environment.Event;
import dev.mimo.session.SessionId;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What goes on beside turns and may outlive them: checkpoint writers, and upkeep. Their events come from a module that this one
 * does not know, so they are known by type and fields.
 */
final class SideSpans {

    private final Tracer tracer;
    private final Map<SessionId, Span> writers = new ConcurrentHashMap<>();

    SideSpans(Tracer tracer) {
        this.tracer = tracer;
    }

    /** False when the event is nothing of that sort. */
    boolean onEvent(AgentEvent stamped, Context parent) {
        return switch (stamped.type()) {
            case "checkpoint_started" -> {
                end(writers.put(stamped.session(), writer(stamped, parent)), stamped.at());
                yield true;
            }
            case "checkpoint_written" -> ended(stamped, parent, false);
            case "checkpoint_failed" -> ended(stamped, parent, true);
            default -> upkeep(stamped.event(), stamped.at(), parent);
        };
    }

    /** As {@link #onEvent}, for what is told outside of sessions. */
    boolean upkeep(Event event, Instant at, Context parent) {
        if (!event.type().equals("upkeep_finished")) {
            return false;
        }
        ObjectNode json = event.toJson();
        Span span = tracer.spanBuilder(
                        "upkeep " + EventFacts.word(json.path("job").asText()))
                .setParent(parent)
                .setStartTimestamp(began(json, at))
                .setAllAttributes(SpanFacts.of(json))
                .startSpan();
        if (json.path("status").asText().equals("failed")) {
            TurnSpans.fail(span, "failed");
        }
        span.end(at);
        return true;
    }

    private Span writer(AgentEvent stamped, Context parent) {
        return tracer.spanBuilder("checkpoint")
                .setParent(parent)
                .setStartTimestamp(stamped.at())
                .setAttribute(GenAi.CONVERSATION, stamped.session().value())
                .setAllAttributes(SpanFacts.of(stamped.event()))
                .startSpan();
    }

    /** One that was not seen to begin needed no writer. */
    private boolean ended(AgentEvent stamped, Context parent, boolean failed) {
        Span open = writers.remove(stamped.session());
        Span span = open == null ? writer(stamped, parent) : open;
        span.setAllAttributes(SpanFacts.of(stamped.event()));
        if (failed) {
            TurnSpans.fail(span, "checkpoint_failed");
        }
        span.end(stamped.at());
        return true;
    }

    private static void end(@Nullable Span span, Instant at) {
        if (span != null) {
            span.end(at);
        }
    }

    private static Instant began(ObjectNode json, Instant otherwise) {
        try {
            Instant began = Instant.parse(json.path("began").asText());
            return began.isAfter(otherwise) ? otherwise : began;
        } catch (DateTimeParseException e) {
            return otherwise;
        }
    }
}
