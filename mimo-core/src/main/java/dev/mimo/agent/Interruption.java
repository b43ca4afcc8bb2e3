package dev.mimo.agent;

import dev.mimo.environment.Cancellation;
import java.util.concurrent.Callable;

/**
 * Interrupts a thread when the signal comes, but only while this is open, and takes the interrupt back with it: for parts
 * that call what may block. Confined to that thread.
 */
public final class Interruption implements AutoCloseable {

    private final Thread thread = Thread.currentThread();
    private final Cancellation.Registration registration;
    private boolean open = true;
    private boolean sent;

    private Interruption(Cancellation cancellation) {
        registration = cancellation.onCancel(this::send);
    }

    /** For the current thread. */
    public static Interruption on(Cancellation cancellation) {
        return new Interruption(cancellation);
    }

    private synchronized void send() {
        if (open) {
            sent = true;
            thread.interrupt();
        }
    }

    /** Whether it came from here; an interrupt that did not is the host's. */
    synchronized boolean wasSent() {
        return sent;
    }

    /** Runs something that may block. Here so that a reader sees what is interrupted. */
    public <T> T whileOpen(Callable<T> blocking) throws InterruptedException {
        try {
            return blocking.call();
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        registration.close();
        synchronized (this) {
            open = false;
            if (sent) {
                Thread.interrupted();
            }
        }
    }
}
