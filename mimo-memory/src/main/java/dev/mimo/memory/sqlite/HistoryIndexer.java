package dev.mimo.memory.sqlite;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.Environment;
import dev.mimo.environment.Threads;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Fills the index behind the writers: a while after an append, so that what is appended meanwhile is written with it. Safe
 * for use by several threads.
 */
final class HistoryIndexer implements AutoCloseable {

    /** From an append until the index is written; a message is to be found within a second. */
    private static final Duration DELAY = Duration.ofMillis(300);

    private static final int IDLE_SECONDS = 30;

    /** Batches that a search writes itself. */
    private static final int SHORT_BACKLOG = 2;

    private final HistoryIndex index;
    private final AtomicBoolean due = new AtomicBoolean();
    private final ThreadPoolExecutor thread;

    /** Appends in this process, and how many of them are known to be in the index. */
    private final AtomicLong appended = new AtomicLong();

    private volatile long written;
    private volatile boolean failed;
    private volatile boolean closed;
    private volatile Cancellation.Registration timer = () -> {};

    HistoryIndexer(Database database) {
        index = new HistoryIndex(database);
        thread = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Threads.daemon("mimo-history"));
        thread.allowCoreThreadTimeOut(true);
        thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    void wake() {
        appended.incrementAndGet();
        if (!closed && due.compareAndSet(false, true)) {
            timer = Environment.standard().scheduler().after(DELAY, () -> thread.execute(this::fill));
        }
    }

    void catchUp() throws InterruptedException {
        while (advance()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while the index of history was written");
            }
        }
    }

    /**
     * Writes what was appended a moment ago, so that one who says something and then searches finds it; a long backlog is left
     * to the background. What failed in the background fails again here, so that who searches is told instead of finding less
     * than there is.
     */
    void keepUp() {
        long wanted = appended.get();
        for (int i = 0; i < SHORT_BACKLOG && (failed || written < wanted); i++) {
            advanceBatch();
        }
    }

    /** All of a batch, however many appends go between its parts. */
    private synchronized void advanceBatch() {
        do {
            advance();
        } while (index.isAmidBatch());
    }

    private void fill() {
        due.set(false);
        boolean done = false;
        try {
            while (!closed && advance()) {}
            done = true;
        } finally {
            // Whoever searches next meets the same failure, and is told.
            failed = !done;
        }
    }

    private synchronized boolean advance() {
        long before = appended.get();
        boolean more = index.advance();
        if (!more) {
            written = before;
        }
        failed = false;
        return more;
    }

    @Override
    public void close() {
        closed = true;
        timer.close();
        thread.shutdown();
        synchronized (this) {
            // The batch that was being written is written.
        }
    }
}
