package dev.mimo.examples.chat;

import dev.mimo.examples.terminal.Terminal;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A person at the keyboard, played by a test: what it types is heard before the call returns. */
final class TypingKeyboard implements Keyboard {

    /** Only a guard against a test that never ends. */
    private static final int PATIENCE_SECONDS = 60;

    private final Terminal terminal;
    private final BlockingQueue<Said> said = new LinkedBlockingQueue<>();
    private final BlockingQueue<Expected> changes = new LinkedBlockingQueue<>();
    private Expected expected = Expected.TASK;
    private long typed;
    private long reads;

    TypingKeyboard(Terminal terminal) {
        this.terminal = terminal;
    }

    void type(String line) throws InterruptedException {
        give(new Said.Line(line, false));
    }

    void interrupt() throws InterruptedException {
        give(new Said.Interrupt(false));
    }

    /** Says something after which nothing is read any more. */
    synchronized void sayLast(Said last) {
        typed++;
        said.add(last);
    }

    /** Waits until a line is for this, from the last call on. */
    void await(Expected wanted) throws InterruptedException {
        Expected now;
        do {
            now = changes.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (now == null) {
                throw new AssertionError("nobody waits for " + wanted);
            }
        } while (now != wanted);
    }

    private synchronized void give(Said one) throws InterruptedException {
        said.add(one);
        typed++;
        while (reads <= typed) {
            wait();
        }
    }

    @Override
    public Terminal terminal() {
        return terminal;
    }

    @Override
    public boolean isLive() {
        return true;
    }

    @Override
    public Said read() {
        synchronized (this) {
            reads++;
            notifyAll();
        }
        try {
            return said.take();
        } catch (InterruptedException e) {
            return new Said.Interrupt(false);
        }
    }

    @Override
    public synchronized void expect(Expected next) {
        if (next != expected) {
            expected = next;
            changes.add(next);
        }
    }

    @Override
    public void close() {}
}
