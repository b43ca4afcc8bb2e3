package dev.mimo.workflow.script;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.LinkedBlockingQueue;
import org.graalvm.polyglot.SourceSection;
import org.graalvm.polyglot.management.ExecutionEvent;
import org.jspecify.annotations.Nullable;

/** The thread on which the scripts of one run take their turns, and the marks that stop them. */
final class GuestThread extends Thread {

    /** Room for {@link GuestLimits#depth} calls of an interpreter, each of which takes several frames. */
    private static final long STACK = 32L * 1024 * 1024;

    private static final @Nullable ThreadMXBean THREADS = threads();

    private final LinkedBlockingQueue<Runnable> turns = new LinkedBlockingQueue<>();
    private final int deepest;
    private volatile @Nullable GuestStopped stopped;
    private volatile boolean over;
    private int depth;

    GuestThread(String name, int deepest) {
        super(null, null, name, STACK);
        this.deepest = deepest;
        setDaemon(true);
    }

    private static @Nullable ThreadMXBean threads() {
        return ManagementFactory.getThreadMXBean() instanceof ThreadMXBean bean
                        && bean.isThreadCpuTimeSupported()
                        && bean.isThreadAllocatedMemorySupported()
                ? bean
                : null;
    }

    /** Nanoseconds that it has computed; those of the clock where the machine cannot say. */
    long cpu() {
        return THREADS == null ? System.nanoTime() : THREADS.getThreadCpuTime(getId());
    }

    /** Bytes that it has asked of the heap since it was started. */
    long allocated() {
        return THREADS == null ? 0 : THREADS.getThreadAllocatedBytes(getId());
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
            }
        }
    }

    /** What runs ends at its next call, whatever it catches. The first reason stays. */
    synchronized void stop(String reason, int line) {
        if (stopped == null) {
            stopped = new GuestStopped(reason, line);
        }
    }

    /** Why nothing runs any more; null while it may. */
    @Nullable
    GuestStopped stopped() {
        return stopped;
    }

    /** A function was entered. */
    void enter(ExecutionEvent event) {
        if (++depth > deepest) {
            stop("the script calls itself more than " + deepest + " deep", line(event));
        }
        GuestStopped reason = stopped;
        if (reason != null) {
            throw reason;
        }
    }

    private static int line(ExecutionEvent event) {
        SourceSection where = event.getLocation();
        return where == null || where.getSource().isInternal() ? 0 : where.getStartLine();
    }

    void leave() {
        depth--;
    }
}
