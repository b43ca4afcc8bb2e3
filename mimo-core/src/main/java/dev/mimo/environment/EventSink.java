package dev.mimo.environment;

/** Takes events. An implementation may be called by several threads at once, must not block for long and must not throw. */
@FunctionalInterface
public interface EventSink {

    void emit(Event event);

    /** Drops everything. */
    static EventSink none() {
        return event -> {};
    }
}
