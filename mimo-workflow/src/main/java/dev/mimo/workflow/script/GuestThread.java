package dev.mimo.workflow.script;

import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** The thread on which the scripts of one run take their turns, and the marks that stop them. */
final class GuestThread extends Thread {

    /** Room for {@link GuestLimits#depth} calls of an interpreter, each of which takes several frames. */
    private static final long STACK = 32L * 1024 * 1024;

    private final LinkedBlockingQueue<Runnable> turns = new LinkedBlockingQueue<>();
    private final int deepest;
    private volatile @Nullable String stopped;
    private volatile boolean over;
    private int depth;

    GuestThread(String name, int deepest) {
        super(null, null, name, STACK);
        this.deepest = deepest;
        setDaemon(true);
    }

    void take(Runnable turn) {
        turns.add(turn);
    }

    /** No turn begins any more; the thread ends after the one that is being taken. */
    void end() {
        over = true;
        turns.add(() -> {});
    }

    @Override
    public void run() {
        while (!over) {
            try {
                Runnable turn = turns.take();
                depth = 0;
                turn.run();
            } catch (InterruptedException e) {
                // A stop interrupts the script; the thread waits for what comes next.
                continue;
            }
        }
    }

    /** What runs ends at its next call, whatever it catches. The first reason stays. */
    synchronized void stop(String reason) {
        if (stopped == null) {
            stopped = reason;
        }
    }

    @Nullable
    String stopped() {
        return stopped;
    }

    /** A function was entered. */
    void enter() {
        if (++depth > deepest) {
            stop("the script calls itself more than " + deepest + " deep");
        }
        String reason = stopped;
        if (reason != null) {
            throw new GuestStopped(reason, 0);
        }
    }

    void leave() {
        depth--;
    }
}
