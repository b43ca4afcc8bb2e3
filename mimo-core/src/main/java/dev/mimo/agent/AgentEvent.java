package dev.mimo.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Event;
import dev.mimo.model.Json;
import dev.mimo.session.SessionId;
import java.time.Instant;

/**
 * An event with its stamp: where it happened, and when. Published after what it tells was stored.
 *
 * @param session the conversation
 * @param agent the name of the agent at work
 * @param turn the turn's id; empty when it happened between turns
 * @param step which step of the turn, from 1; 0 before the first
 * @param sequence orders the events of a turn, from 0 without gaps
 * @param at by the environment's clock
 * @param event what happened
 */
public record AgentEvent(
        SessionId session, String agent, String turn, int step, long sequence, Instant at, Event event) {

    /** The kind of the event. */
    public String type() {
        return event.type();
    }

    /** The same stamp on another event. */
    AgentEvent with(Event other) {
        return new AgentEvent(session, agent, turn, step, sequence, at, other);
    }

    /** One flat object: the stamp, then what the event tells. Field names are stable across releases. */
    public ObjectNode toJson() {
        ObjectNode json = Json.object()
                .put("type", type())
                .put("session", session.value())
                .put("agent", agent)
                .put("turn", turn)
                .put("step", step)
                .put("seq", sequence)
                .put("at", at.toString());
        event.toJson().properties().forEach(field -> json.set(field.getKey(), field.getValue()));
        return json;
    }
}
