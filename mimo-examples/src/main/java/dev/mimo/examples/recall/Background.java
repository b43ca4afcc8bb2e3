package dev.mimo.examples.recall;

import dev.mimo.environment.Threads;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;

/**
 * Threads for what is done beside the agent, and a way to wait for it: a real model takes seconds for an answer, in which
 * writers get their work done; this one takes none. Safe for use by several threads.
 */
public final class Background implements Executor, AutoCloseable {

    private final ExecutorService threads = Threads.perTask("recall");
    private final Set<Thread> own = ConcurrentHashMap.newKeySet();
    private int running;

    /** Nothing runs yet. */
    public Background() {}

    @Override
    public void execute(Runnable action) {
        synchronized (this) {
            running++;
        }
        threads.execute(() -> {
            own.add(Thread.currentThread());
            try {
                action.run();
            } finally {
                own.remove(Thread.currentThread());
                ended();
            }
        });
    }

    private synchronized void ended() {
        running--;
        notifyAll();
    }

    /** Blocks until nothing runs, but for what calls this. */
    public synchronized void settle() {
        boolean interrupted = false;
        int itself = own.contains(Thread.currentThread()) ? 1 : 0;
        while (running > itself) {
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
