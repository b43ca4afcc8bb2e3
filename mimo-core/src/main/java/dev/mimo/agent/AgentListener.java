package dev.mimo.agent;

import dev.mimo.model.TextDelta;
import java.util.function.Consumer;

/**
 * Hears what happens. It can change nothing: an exception is logged and dropped. Called in order for a turn, one event at a
 * time, on the thread at work, so it must be quick.
 */
@FunctionalInterface
public interface AgentListener {

    void onEvent(AgentEvent event);

    /** Hears the answer as it comes, piece by piece, without anything else. */
    static AgentListener text(Consumer<String> pieces) {
        return event -> {
            if (event.event() instanceof TextDelta delta) {
                pieces.accept(delta.text());
            }
        };
    }
}
