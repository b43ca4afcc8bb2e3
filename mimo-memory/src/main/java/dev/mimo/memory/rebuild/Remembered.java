package dev.mimo.memory.rebuild;

import dev.mimo.model.TokenEstimator;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.MemoryStore;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered beyond a session, as that session is told: at its beginning, and what has changed since. Confined to one
 * thread at a time.
 */
public interface Remembered {

    /** What the session is told at its beginning, in at most so many tokens; empty when there is nothing. */
    String atStart(long tokens);

    /** What it was told stands for this state of memory; kept with the session. */
    String state();

    /** The session goes on elsewhere, where it was told what stood for that state. */
    void resume(String state);

    /** What has changed since the last call; empty when nothing has. */
    String changes();

    /** All that has changed since the beginning; empty when nothing has. */
    String changesSinceStart();

    /**
     * What a store remembers of a project and of all projects.
     *
     * @param project null when the session has none
     */
    static Remembered of(MemoryStore store, MemoryScope.@Nullable Project project, TokenEstimator estimator) {
        return new RememberedLayers(store, project, estimator);
    }
}
