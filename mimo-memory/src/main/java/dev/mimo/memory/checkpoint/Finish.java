package dev.mimo.memory.checkpoint;

import java.util.ArrayList;
import java.util.List;

/** A point that is reached once, and what is to be done then. Safe for use by several threads. */
final class Finish {

    private final List<Runnable> waiting = new ArrayList<>();
    private boolean reached;

    /** Runs what waits; does nothing the second time. */
    void reach() {
        List<Runnable> todo;
        synchronized (this) {
            reached = true;
            todo = List.copyOf(waiting);
            waiting.clear();
        }
        todo.forEach(Runnable::run);
    }

    synchronized boolean isReached() {
        return reached;
    }

    /** Runs {@code action}, which must be short, once the point is reached; now if it is. */
    void then(Runnable action) {
        synchronized (this) {
            if (!reached) {
                waiting.add(action);
                return;
            }
        }
        action.run();
    }
}
