package dev.mimo.memory;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.CancelledException;
import dev.mimo.environment.Environment;
import dev.mimo.environment.EventSink;
import dev.mimo.environment.MimoException;
import dev.mimo.memory.upkeep.UpkeepEvent;
import dev.mimo.memory.upkeep.UpkeepRun;
import dev.mimo.model.Model;
import dev.mimo.session.MemoryScope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs the jobs of projects that are due, those of one project never twice at once. Ended by {@link #close}, which is no
 * failure: what was cut off is due the next time. Safe for use by several threads.
 */
final class DueJobs implements AutoCloseable {

    /** How long a job may take to end once it was told so, and then once its thread was interrupted. */
    private static final Duration GRACE = Duration.ofMillis(900);

    private final Jobs jobs;
    private final Cancellation.Source end = new Cancellation.Source();
    private final Map<MemoryScope.Project, Thread> working = new HashMap<>();

    DueJobs(Jobs jobs) {
        this.jobs = jobs;
    }

    /** What is run. */
    @FunctionalInterface
    interface Jobs {
        /** Those that are due, one after the other; blocks. */
        List<UpkeepRun> runDue(Work work, Cancellation end);
    }

    /**
     * For whom, and with what.
     *
     * @param folder where files that entries speak of are looked for; null: none is missed
     * @param model for what needs judgement
     * @param events where it is told what was done
     */
    record Work(
            MemoryScope.Project project,
            @Nullable Path folder,
            Model model,
            Environment environment,
            EventSink events) {}

    /** Runs what is due on another thread, and comes back at once; what goes wrong is told as an event. */
    void start(Work work) {
        work.environment().executor().execute(() -> {
            try {
                run(work);
            } catch (CancelledException e) {
                skipped(work, "it was cut off, and goes on the next time");
            } catch (MimoException e) {
                skipped(work, String.valueOf(e.getMessage()));
            } catch (RuntimeException e) {
                skipped(work, e.toString());
            }
        });
    }

    /**
     * Runs what is due; nothing when that is done for the project already.
     *
     * @throws CancelledException when this is closed meanwhile
     */
    List<UpkeepRun> run(Work work) {
        if (!begin(work.project())) {
            return List.of();
        }
        try {
            return jobs.runDue(work, end);
        } finally {
            ended(work.project());
        }
    }

    private synchronized boolean begin(MemoryScope.Project project) {
        return !end.isCancelled() && working.putIfAbsent(project, Thread.currentThread()) == null;
    }

    private synchronized void ended(MemoryScope.Project project) {
        working.remove(project);
        notifyAll();
    }

    private static void skipped(Work work, String reason) {
        work.events().emit(new UpkeepEvent.UpkeepSkipped(work.project().id(), reason));
    }

    /** Ends what runs within 2 s: by a signal, and by interrupting what does not listen. */
    @Override
    public void close() {
        end.cancel("the memory was closed");
        if (!awaitNone()) {
            interrupt();
            awaitNone();
        }
    }

    private synchronized void interrupt() {
        working.values().forEach(Thread::interrupt);
    }

    private synchronized boolean awaitNone() {
        long until = System.nanoTime() + GRACE.toNanos();
        // A job that closes the memory itself does not wait for itself.
        while (!working.isEmpty() && !working.containsValue(Thread.currentThread())) {
            long left = until - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
