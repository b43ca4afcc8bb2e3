package dev.mimo.workflow.script;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Scripts of a run on a thread of their own, whose taking is watched by the one who waits for them. */
final class GraalGuests implements Guests {

    /** How often a turn that goes on is looked at. */
    private static final long WATCH_MILLIS = 10;

    /** How much longer than its grace by the clock a script may take to end, where other work keeps it from computing. */
    private static final int MOST_SLOWED = 5;

    private final GraalSandbox sandbox;
    private final GuestLimits limits;
    private final GuestThread thread;
    private final Spoken spoken;
    private final Set<GraalGuest> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    GraalGuests(GraalSandbox sandbox, GuestLimits limits, int number) {
        this.sandbox = sandbox;
        this.limits = limits;
        this.spoken = new Spoken(limits.talk());
        this.thread = new GuestThread("mimo-script-" + number, limits.depth());
        thread.start();
    }

    @Override
    public Guest open(GuestScript script) {
        requireRunning();
        GraalGuest guest = new GraalGuest(this, sandbox.engine(), script, limits);
        open.add(guest);
        return guest;
    }

    void forget(GraalGuest guest) {
        open.remove(guest);
    }

    Spoken spoken() {
        return spoken;
    }

    /** Runs something on the scripts' thread and waits for it, but no longer than it may take. */
    <T> T turn(Supplier<T> work) {
        sandbox.watchHeap();
        requireRunning();
        CompletableFuture<T> done = new CompletableFuture<>();
        thread.take(() -> {
            try {
                spoken.begin();
                done.complete(work.get());
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        return await(done);
    }

    private <T> T await(CompletableFuture<T> done) {
        long cpu = thread.cpu();
        long allocated = thread.allocated();
        Told told = null;
        while (true) {
            try {
                return done.get(WATCH_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                watch(cpu, allocated);
                if (thread.stopped() != null) {
                    told = told == null ? cancelled() : told;
                    giveUpAfterGrace(done, told);
                }
            } catch (InterruptedException e) {
                stop("interrupted");
                Thread.currentThread().interrupt();
                throw new GuestStopped("interrupted", 0);
            } catch (ExecutionException e) {
                throw translated(e.getCause());
            }
        }
    }

    private RuntimeException translated(@Nullable Throwable cause) {
        GuestStopped reason = thread.stopped();
        if (cause instanceof GuestStopped stopped) {
            return stopped;
        }
        if (reason != null) {
            return reason;
        }
        return cause instanceof RuntimeException other ? other : new GuestStopped("the script failed: " + cause, 0);
    }

    private void watch(long cpuBefore, long allocatedBefore) {
        if (thread.cpu() - cpuBefore > limits.cpu().toNanos()) {
            stop("the script computed for more than " + limits.cpu().toMillis() / 1000.0 + " s without waiting");
        } else if (thread.allocated() - allocatedBefore > limits.allocated()) {
            stop("the script asked for more than " + (limits.allocated() >> 20) + " MiB of memory without waiting");
        } else {
            sandbox.watchHeap();
        }
    }

    /** When what runs was told to end, by the clock, and by what its thread had computed. */
    private record Told(long clock, long cpu) {}

    /** Tells what runs to end; a script that ran too deep has only marked its thread so far. */
    private Told cancelled() {
        open.forEach(GraalGuest::cancel);
        return new Told(System.nanoTime(), thread.cpu());
    }

    // What is done when it ends at last cannot fail; and what runs on for nobody should hinder others least.
    @SuppressWarnings({"FutureReturnValueIgnored", "ThreadPriorityCheck"})
    private void giveUpAfterGrace(CompletableFuture<?> done, Told told) {
        long grace = limits.grace().toNanos();
        long waited = System.nanoTime() - told.clock();
        if (waited < grace || (thread.cpu() - told.cpu() < grace && waited < MOST_SLOWED * grace)) {
            return;
        }
        sandbox.stuck();
        thread.setPriority(Thread.MIN_PRIORITY);
        done.whenComplete((value, error) -> sandbox.unstuck());
        GuestStopped reason = thread.stopped();
        throw new GuestStopped((reason == null ? "stopped" : reason.reason()) + "; it could not be stopped", 0);
    }

    /** Bytes that all scripts of this run have asked for. */
    long allocated() {
        return thread.allocated();
    }

    @Nullable
    GuestStopped stopped() {
        return thread.stopped();
    }

    private void requireRunning() {
        GuestStopped reason = thread.stopped();
        if (reason != null || closed) {
            throw reason == null ? new GuestStopped("the run is over", 0) : reason;
        }
    }

    @Override
    public void stop(String reason) {
        if (thread.stopped() == null) {
            thread.stop(reason, 0);
            open.forEach(GraalGuest::cancel);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            stop("the run is over");
            thread.end();
            open.forEach(GraalGuest::close);
            sandbox.closed(this);
        }
    }
}
