package dev.mimo.agent;

import java.util.Iterator;

/**
 * Events to be pulled, in order; ends with the turn. A slow reader never holds the agent up: up to 10,000 events wait for
 * it, then text deltas that follow each other are joined; nothing else is lost. For one thread.
 */
public interface EventStream extends Iterable<AgentEvent>, AutoCloseable {

    /** Can be asked for once. {@code hasNext} blocks until there is an event or the turn has ended. */
    @Override
    Iterator<AgentEvent> iterator();

    @Override
    void close();
}
