package dev.mimo.agent;

import dev.mimo.model.TextDelta;
import dev.mimo.model.ThinkingDelta;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Events to be pulled, in order; ends with the turn. A slow reader never holds the agent up: up to 10,000 events wait for
 * it, then deltas that follow each other are joined; nothing else is lost. For one reading thread.
 */
public final class EventStream implements Iterable<AgentEvent>, AutoCloseable {

    private static final int PATIENCE = 10_000;

    private final Deque<AgentEvent> waiting = new ArrayDeque<>();
    private final Runnable onClose;
    private boolean ended;

    EventStream(Runnable onClose) {
        this.onClose = onClose;
    }

    synchronized void add(AgentEvent event) {
        AgentEvent last = waiting.peekLast();
        AgentEvent joined = last == null || waiting.size() < PATIENCE ? null : join(last, event);
        if (joined != null) {
            waiting.removeLast();
        }
        waiting.addLast(joined == null ? event : joined);
        notifyAll();
    }

    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Reads what is left. {@code hasNext} blocks until there is an event, or the turn has ended, or this was closed. */
    @Override
    public Iterator<AgentEvent> iterator() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return peek() != null;
            }

            @Override
            public AgentEvent next() {
                AgentEvent event = take();
                if (event == null) {
                    throw new NoSuchElementException("the turn has ended");
                }
                return event;
            }
        };
    }

    /** Stops listening; what waits is dropped. */
    @Override
    public void close() {
        onClose.run();
        synchronized (this) {
            waiting.clear();
        }
        end();
    }

    private synchronized @Nullable AgentEvent peek() {
        while (waiting.isEmpty() && !ended) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        }
        return waiting.peekFirst();
    }

    private synchronized @Nullable AgentEvent take() {
        return peek() == null ? null : waiting.pollFirst();
    }

    /** Two deltas of one answer as one; null when they are not that. */
    private static @Nullable AgentEvent join(AgentEvent a, AgentEvent b) {
        if (!a.turn().equals(b.turn()) || a.step() != b.step()) {
            return null;
        }
        if (a.event() instanceof TextDelta first && b.event() instanceof TextDelta second) {
            return a.with(new TextDelta(first.text() + second.text()));
        }
        if (a.event() instanceof ThinkingDelta first && b.event() instanceof ThinkingDelta second) {
            return a.with(new ThinkingDelta(first.text() + second.text()));
        }
        return null;
    }
}
