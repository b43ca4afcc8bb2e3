package dev.mimo.examples.cli;

import dev.mimo.environment.Cancellation;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C, and every other signal that ends the process: what runs is cancelled, and the process waits until it has ended in
 * good order. Safe for use by several threads.
 */
final class Interrupt implements Cancellation {

    /** How long the end may take, seconds. */
    private static final int GRACE = 10;

    private final Source signal = new Source();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean atWork;

    private Interrupt() {}

    /** Listens from now on. The exit code is the one that the signal stands for: 130 for Ctrl-C. */
    static Interrupt install() {
        Interrupt interrupt = new Interrupt();
        Runtime.getRuntime().addShutdownHook(new Thread(interrupt::end, "mimo-interrupt"));
        return interrupt;
    }

    /** Nothing is left to wait for. */
    void over() {
        over.countDown();
    }

    @Override
    public @Nullable String reason() {
        return signal.reason();
    }

    @Override
    public Registration onCancel(Runnable action) {
        atWork = true;
        return signal.onCancel(action);
    }

    private void end() {
        signal.cancel("interrupted");
        try {
            if (atWork && !over.await(GRACE, TimeUnit.SECONDS)) {
                System.err.println("mimo: did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
