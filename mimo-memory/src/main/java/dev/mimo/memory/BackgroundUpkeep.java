package dev.mimo.memory;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.CancelledException;
import dev.mimo.environment.EventSink;
import dev.mimo.environment.MimoException;
import dev.mimo.environment.Threads;
import dev.mimo.memory.upkeep.UpkeepEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs upkeep beside the agents, one project at a time, on a thread that is there only while there is something to do. Safe
 * for use by several threads.
 */
final class BackgroundUpkeep implements AutoCloseable {

    /** Whether a project is due is looked at no more often, however many sessions are opened. */
    private static final Duration PAUSE = Duration.ofHours(1);

    private static final int IDLE_SECONDS = 10;
    private static final int CLOSE_SECONDS = 2;

    private final Clock clock;
    private final Map<String, Instant> looked = new HashMap<>();
    private final Cancellation.Source closing = new Cancellation.Source();
    private final ThreadPoolExecutor thread;

    BackgroundUpkeep(Clock clock) {
        this.clock = clock;
        thread = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Threads.daemon("mimo-upkeep"));
        thread.allowCoreThreadTimeOut(true);
        thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    /** Comes when memory is closed. */
    Cancellation closing() {
        return closing;
    }

    /** Does {@code work} soon, unless it was looked at a short while ago; what becomes of it is told to {@code events}. */
    void start(String project, Runnable work, EventSink events) {
        if (isTime(project)) {
            thread.execute(() -> run(project, work, events));
        }
    }

    private synchronized boolean isTime(String project) {
        Instant now = clock.instant();
        Instant last = looked.get(project);
        boolean time = last == null || last.isAfter(now) || !last.plus(PAUSE).isAfter(now);
        if (time) {
            looked.put(project, now);
        }
        return time;
    }

    private static void run(String project, Runnable work, EventSink events) {
        try {
            work.run();
        } catch (CancelledException e) {
            events.emit(
                    new UpkeepEvent.UpkeepStopped(project, "stopped: " + e.getMessage() + "; it goes on next time"));
        } catch (MimoException e) {
            events.emit(new UpkeepEvent.UpkeepStopped(project, String.valueOf(e.getMessage())));
        }
    }

    /** Ends what runs; it has changed nothing then, and goes on the next time. */
    @Override
    public void close() {
        closing.cancel("memory was closed");
        thread.shutdownNow();
        try {
            thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
