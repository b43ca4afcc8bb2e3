package dev.mimo.examples.recall;

import dev.mimo.environment.Threads;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;

/**
 * Threads for what is done beside the agent, and a way to wait for it: a real model takes seconds for an answer, in which
 * writers get their work done; this one takes none. Safe for use by several threads.
 */
final class Background implements Executor, AutoCloseable {

    private final ExecutorService threads = Threads.perTask("recall");
    private int running;

    @Override
    public void execute(Runnable action) {
        synchronized (this) {
            running++;
        }
        threads.execute(() -> {
            try {
                action.run();
            } finally {
                ended();
            }
        });
    }

    private synchronized void ended() {
        running--;
        notifyAll();
    }

    /** Blocks until nothing runs. */
    synchronized void settle() {
        boolean interrupted = false;
        while (running > 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
