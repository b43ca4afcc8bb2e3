package dev.mimo.tool;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.Resources;
import java.util.ArrayList;
import java.util.List;

/**
 * What goes on in a session when the call that started it has its result: background commands, sub-agents, workflows. Whoever
 * starts such a thing adds it here, so that nobody takes the agent's word for its end. Safe for use by several threads.
 */
public final class BackgroundWork {

    private final List<Work> works = new ArrayList<>();

    private BackgroundWork() {}

    /** That of the session to which these belong: see {@link ToolContext#resources}. */
    public static BackgroundWork of(Resources resources) {
        return resources.get(BackgroundWork.class, BackgroundWork::new);
    }

    /** One thing at work. Safe for use by several threads. */
    public interface Work {

        /** A line on what it is and how it stands. */
        String line();

        boolean isRunning();

        /** Whether the agent's task is done only when this has ended; a server that was started runs on. */
        boolean isAwaited();

        /** Waits until it has ended, or the signal comes. */
        void await(Cancellation cancellation) throws InterruptedException;
    }

    /** Adds a thing that runs; it is forgotten some time after its end. */
    public synchronized void add(Work work) {
        works.removeIf(other -> !other.isRunning());
        works.add(work);
    }

    /** Those that run now, in the order in which they were added. */
    public synchronized List<Work> running() {
        return works.stream().filter(Work::isRunning).toList();
    }
}
