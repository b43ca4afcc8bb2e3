package dev.mimo.testing;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.CancelledException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A door that a test opens: whoever passes waits before it, and the test can wait until somebody stands there. Safe for use
 * by several threads.
 */
public final class Gate {

    /** Only a guard against a test that never ends; nothing is measured by it. */
    private static final long PATIENCE_SECONDS = 60;

    private final Semaphore arrived = new Semaphore(0);
    private boolean open;

    /** A gate that is shut. */
    public Gate() {}

    /** Lets all pass from now on. */
    public synchronized void open() {
        open = true;
        notifyAll();
    }

    /**
     * Waits until one more has arrived: the second call waits for the second one.
     *
     * @throws AssertionError when nobody comes within a minute
     */
    public void awaitArrival() throws InterruptedException {
        if (!arrived.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody arrived within " + PATIENCE_SECONDS + " s");
        }
    }

    /**
     * Waits until the gate is open.
     *
     * @throws CancelledException when the signal comes first, or the thread is interrupted, which then stays so
     */
    public void pass(Cancellation cancellation) {
        arrived.release();
        Cancellation.Registration signal = cancellation.onCancel(this::wake);
        try {
            awaitOpen(cancellation);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("interrupted before a gate");
        } finally {
            signal.close();
        }
        cancellation.throwIfCancelled();
    }

    private synchronized void awaitOpen(Cancellation cancellation) throws InterruptedException {
        while (!open && !cancellation.isCancelled()) {
            wait();
        }
    }

    private synchronized void wake() {
        notifyAll();
    }
}
