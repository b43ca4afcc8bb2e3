package dev.mimo.agent;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.CancelledException;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * How many sub-agents of a tree may be at work at once. Only one that works holds a place: one that waits for children or
 * for a person gives it back and takes it again, the oldest first. Safe for use by several threads.
 */
final class Places {

    private final PriorityQueue<Ticket> waiting = new PriorityQueue<>(Comparator.comparingLong(Ticket::age));
    private int free;
    private long ages;

    Places(int most) {
        free = most;
    }

    /** A place to be taken; the order of these calls is the order of age. */
    synchronized Place reserve() {
        return new Place(ages++);
    }

    /** The place of an agent that needs none: the first of a tree. */
    Place needless() {
        return new Place(-1);
    }

    /** One wait in the queue. */
    private record Ticket(long age, CountDownLatch called) {}

    /** A ticket to wait on; null when there is room, which is then taken. */
    private synchronized @Nullable Ticket enter(long age) {
        if (free > 0) {
            free--;
            return null;
        }
        Ticket ticket = new Ticket(age, new CountDownLatch(1));
        waiting.add(ticket);
        return ticket;
    }

    private synchronized void release() {
        Ticket next = free < 0 ? null : waiting.poll();
        if (next == null) {
            free++;
        } else {
            next.called.countDown();
        }
    }

    /* When the place had been handed over already it goes on to the next. */
    private synchronized void giveUp(Ticket ticket) {
        if (!waiting.remove(ticket)) {
            release();
        }
    }

    private synchronized void overdraw() {
        free--;
    }

    private void await(Ticket ticket, Cancellation cancellation) throws InterruptedException {
        Cancellation.Registration signal = cancellation.onCancel(ticket.called::countDown);
        try {
            ticket.called.await();
        } catch (InterruptedException e) {
            giveUp(ticket);
            throw e;
        } finally {
            signal.close();
        }
        if (cancellation.isCancelled()) {
            giveUp(ticket);
            cancellation.throwIfCancelled();
        }
    }

    /** One call that may wait on several threads at once: it waits from the first of these waits until the last one ends. */
    static final class Waits {

        private final Place place;
        private int waiting;

        private Waits(Place place) {
            this.place = place;
        }

        /** Waits for something; the place is not held while all calls do. */
        <T> T without(Callable<T> wait, Cancellation cancellation) throws Exception {
            begin();
            try {
                return wait.call();
            } finally {
                end(cancellation);
            }
        }

        private synchronized void begin() {
            if (waiting++ == 0) {
                place.rest();
            }
        }

        private synchronized void end(Cancellation cancellation) {
            if (--waiting == 0) {
                place.work(cancellation);
            }
        }
    }

    /**
     * One agent's place. Several of its calls may run at once; it is given back only while all of them wait.
     */
    final class Place {

        private final long age;
        private int busy = 1;
        private int idle;
        private boolean held;

        private Place(long age) {
            this.age = age;
        }

        /** Waits until there is room. Throws when cancelled or interrupted; nothing is taken then. */
        synchronized void take(Cancellation cancellation) throws InterruptedException {
            if (age < 0 || held) {
                return;
            }
            cancellation.throwIfCancelled();
            Ticket ticket = enter(age);
            if (ticket != null) {
                Places.this.await(ticket, cancellation);
            }
            held = true;
        }

        synchronized void giveBack() {
            if (held) {
                held = false;
                release();
            }
        }

        /** From now on {@code calls} calls are at work in the agent's stead. */
        synchronized void fanOut(int calls) {
            busy = calls;
        }

        /** One of them has ended. */
        synchronized void callEnded() {
            busy--;
            restIfAllWait();
        }

        /** The agent itself is at work again. */
        synchronized void fanIn(Cancellation cancellation) {
            busy = 1;
            retake(cancellation);
        }

        /** Waits for something without holding the place meanwhile. */
        <T> T without(Callable<T> wait, Cancellation cancellation) throws Exception {
            return waits().without(wait, cancellation);
        }

        /** The waits of one call. */
        Waits waits() {
            return new Waits(this);
        }

        private synchronized void rest() {
            idle++;
            restIfAllWait();
        }

        private synchronized void work(Cancellation cancellation) {
            idle--;
            retake(cancellation);
        }

        private void restIfAllWait() {
            if (busy > 0 && idle >= busy) {
                giveBack();
            }
        }

        /* An agent that was cancelled meanwhile goes to its near end without room: its place is counted all the same. */
        private void retake(Cancellation cancellation) {
            try {
                take(cancellation);
                return;
            } catch (CancelledException e) {
                // counted below
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            overdraw();
            held = true;
        }
    }
}
