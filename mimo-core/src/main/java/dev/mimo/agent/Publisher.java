package dev.mimo.agent;

import dev.mimo.environment.Event;
import dev.mimo.environment.EventSink;
import dev.mimo.session.SessionId;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stamps a turn's events and tells them, one at a time and in order, to listeners, streams and the parent's publisher. */
final class Publisher implements EventSink {

    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

    private final SessionId session;
    private final String agent;
    private final String turn;
    private final Clock clock;
    private final List<AgentListener> listeners;
    private final @Nullable Publisher parent;
    private final List<AgentListener> streams = new CopyOnWriteArrayList<>();
    private long sequence;
    private int step;
    private boolean ended;

    Publisher(SessionId session, String turn, Setup setup, @Nullable Publisher parent) {
        this.session = session;
        this.agent = setup.name;
        this.turn = turn;
        this.clock = setup.environment.clock();
        this.parent = parent;
        this.listeners = setup.listeners.stream()
                .filter(listener -> parent == null || !parent.tells(listener))
                .toList();
    }

    /** Events from now on belong to that step. */
    synchronized void step(int number) {
        step = number;
    }

    /* What a call that did not listen tells after the end of its turn is heard by nobody; a paused turn may be steered. */
    @Override
    public void emit(Event event) {
        offer(event);
    }

    /** False when the turn has ended, so that nobody hears it. */
    synchronized boolean offer(Event event) {
        if (ended) {
            return false;
        }
        ended = event instanceof TurnEvent.TurnEnded end && !(end.outcome() instanceof Outcome.Paused);
        deliver(new AgentEvent(session, agent, turn, step, sequence++, clock.instant(), event));
        return true;
    }

    void join(AgentListener stream) {
        streams.add(stream);
    }

    void leave(AgentListener stream) {
        streams.remove(stream);
    }

    /** Whether a listener hears these events, here or further up; a copy of its parent has the same listeners. */
    private boolean tells(AgentListener listener) {
        return listeners.contains(listener) || (parent != null && parent.tells(listener));
    }

    private void deliver(AgentEvent event) {
        for (AgentListener listener : listeners) {
            tell(listener, event);
        }
        for (AgentListener stream : streams) {
            tell(stream, event);
        }
        if (parent != null) {
            parent.relay(event);
        }
    }

    /* A sub-agent's events keep their own stamp on the way up. */
    private synchronized void relay(AgentEvent event) {
        if (!ended) {
            deliver(event);
        }
    }

    private static void tell(AgentListener listener, AgentEvent event) {
        try {
            listener.onEvent(event);
        } catch (RuntimeException e) {
            LOG.warn("a listener failed on event {}", event.type(), e);
        }
    }
}
