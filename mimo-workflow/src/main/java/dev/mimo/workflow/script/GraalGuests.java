package dev.mimo.workflow.script;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
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

    private static final @Nullable ThreadMXBean THREADS = threads();

    private final GraalSandbox sandbox;
    private final GuestLimits limits;
    private final GuestThread thread;
    private final Set<GraalGuest> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    GraalGuests(GraalSandbox sandbox, GuestLimits limits, int number) {
        this.sandbox = sandbox;
        this.limits = limits;
        this.thread = new GuestThread("mimo-script-" + number, limits.depth());
        thread.start();
    }

    private static @Nullable ThreadMXBean threads() {
        return ManagementFactory.getThreadMXBean() instanceof ThreadMXBean bean
                        && bean.isThreadCpuTimeSupported()
                        && bean.isThreadAllocatedMemorySupported()
                ? bean
                : null;
    }

    @Override
    public Guest open(GuestScript script) {
        GraalGuest guest = new GraalGuest(this, sandbox.engine(), script, limits);
        open.add(guest);
        return guest;
    }

    void forget(GraalGuest guest) {
        open.remove(guest);
    }

    /** Runs something on the scripts' thread and waits for it, but no longer than it may take. */
    <T> T turn(Supplier<T> work) {
        requireRunning();
        CompletableFuture<T> done = new CompletableFuture<>();
        thread.take(() -> {
            try {
                done.complete(work.get());
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        return await(done);
    }

    private <T> T await(CompletableFuture<T> done) {
        long cpu = cpu();
        long allocated = allocated();
        long stoppedAt = 0;
        while (true) {
            try {
                return done.get(WATCH_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                String over = over(cpu, allocated);
                if (over != null) {
                    stop(over);
                }
                if (thread.stopped() != null) {
                    stoppedAt = stoppedAt == 0 ? System.nanoTime() : stoppedAt;
                    giveUpAfterGrace(done, stoppedAt);
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

    private RuntimeException translated(Throwable cause) {
        String reason = thread.stopped();
        if (cause instanceof GuestStopped stopped) {
            return stopped;
        }
        if (cause instanceof RuntimeException other && reason == null) {
            return other;
        }
        return new GuestStopped(reason == null ? "the script failed: " + cause : reason, 0);
    }

    private @Nullable String over(long cpuBefore, long allocatedBefore) {
        if (cpu() - cpuBefore > limits.cpu().toNanos()) {
            return "the script computed for more than " + limits.cpu().toSeconds() + " s without waiting";
        }
        if (allocated() - allocatedBefore > limits.allocated()) {
            return "the script asked for more than " + (limits.allocated() >> 20) + " MiB of memory without waiting";
        }
        return null;
    }

    private void giveUpAfterGrace(CompletableFuture<?> done, long stoppedAt) {
        if (System.nanoTime() - stoppedAt < limits.grace().toNanos()) {
            return;
        }
        sandbox.stuck();
        thread.setPriority(Thread.MIN_PRIORITY);
        done.whenComplete((value, error) -> sandbox.unstuck());
        throw new GuestStopped(String.valueOf(thread.stopped()) + "; it could not be stopped", 0);
    }

    private long cpu() {
        return THREADS == null ? 0 : THREADS.getThreadCpuTime(thread.getId());
    }

    private long allocated() {
        return THREADS == null ? 0 : THREADS.getThreadAllocatedBytes(thread.getId());
    }

    @Nullable
    String stopped() {
        return thread.stopped();
    }

    private void requireRunning() {
        String reason = thread.stopped();
        if (reason != null || closed) {
            throw new GuestStopped(reason == null ? "the run is over" : reason, 0);
        }
    }

    @Override
    public void stop(String reason) {
        if (thread.stopped() == null) {
            thread.stop(reason);
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
