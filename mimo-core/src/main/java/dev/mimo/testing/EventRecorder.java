package dev.mimo.testing;

import dev.mimo.environment.Event;
import dev.mimo.environment.EventSink;
import dev.mimo.model.ReplyWithdrawn;
import dev.mimo.model.TextDelta;
import java.util.ArrayList;
import java.util.List;

/** Keeps every event it is told, in order. Safe for use by several threads. */
public final class EventRecorder implements EventSink {

    private final List<Event> events = new ArrayList<>();

    public EventRecorder() {}

    @Override
    public synchronized void emit(Event event) {
        events.add(event);
    }

    /** All so far, oldest first. */
    public synchronized List<Event> events() {
        return List.copyOf(events);
    }

    /** Those of one type, oldest first. */
    public synchronized <E extends Event> List<E> events(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** The types so far, oldest first. */
    public synchronized List<String> types() {
        return events.stream().map(Event::type).toList();
    }

    /** The text that somebody who listens would see now: all deltas since the last withdrawal. */
    public synchronized String text() {
        StringBuilder text = new StringBuilder();
        for (Event event : events) {
            if (event instanceof ReplyWithdrawn) {
                text.setLength(0);
            } else if (event instanceof TextDelta delta) {
                text.append(delta.text());
            }
        }
        return text.toString();
    }
}
