package dev.mimo.undo;

import dev.mimo.agent.AgentEvent;
import dev.mimo.agent.AgentListener;
import dev.mimo.agent.TurnEvent;
import dev.mimo.session.SessionId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where in a host's turn calls stand, also those of sub-agents. Calls are told of before they run. Safe for use by several
 * threads.
 */
final class Positions implements AgentListener {

    private final Map<String, Position> calls = new ConcurrentHashMap<>();
    private final Map<String, Position> starters = new ConcurrentHashMap<>();

    /** A step of a turn that a host began. */
    record Position(SessionId session, String turn, int step) {}

    @Override
    public void onEvent(AgentEvent event) {
        if (event.event() instanceof TurnEvent.ToolCallStarted started) {
            calls.put(key(event.session(), started.call().id()), position(event));
        } else if (event.event() instanceof TurnEvent.ToolCallFinished finished) {
            calls.remove(key(event.session(), finished.callId()));
        } else if (event.event() instanceof TurnEvent.SubagentStarted started) {
            starters.put(started.id(), position(event));
        } else if (event.event() instanceof TurnEvent.SubagentFinished finished) {
            starters.remove(finished.id());
        }
    }

    @Nullable
    Position find(SessionId session, String callId) {
        return calls.get(key(session, callId));
    }

    private Position position(AgentEvent event) {
        Position starter = starters.get(event.session().value());
        return starter == null ? new Position(event.session(), event.turn(), event.step()) : starter;
    }

    private static String key(SessionId session, String callId) {
        return session.value() + '\n' + callId;
    }
}
