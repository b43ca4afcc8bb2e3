package dev.mimo.examples.chat;

/** Who may speak: the agent works, it asks, or it waits for something to do. Safe for use by several threads. */
final class Floor {

    private final Keyboard keyboard;
    private boolean working;
    private boolean asking;

    Floor(Keyboard keyboard) {
        this.keyboard = keyboard;
    }

    synchronized void working(boolean now) {
        working = now;
        pass();
    }

    synchronized void asking(boolean now) {
        asking = now;
        pass();
    }

    synchronized boolean isWorking() {
        return working;
    }

    synchronized boolean isAsking() {
        return asking;
    }

    /** Waits until it is the person's turn. */
    synchronized void awaitPerson() throws InterruptedException {
        while (working && !asking) {
            wait();
        }
    }

    private void pass() {
        keyboard.expect(asking ? Expected.ANSWER : working ? Expected.WORD : Expected.TASK);
        notifyAll();
    }
}
