package dev.mimo.memory.checkpoint;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.MimoException;
import dev.mimo.model.Spent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** The writers of one session: at most one at work, and one request that waits. Safe for use by several threads. */
final class WriterQueue {

    private static final String CLOSED = "the session was closed";

    private final WriterParts parts;
    private final SessionVersions versions;
    private @Nullable Writing current;
    private @Nullable Waiting waiting;
    private boolean closed;

    private record Waiting(CheckpointRequest request, CompletableFuture<Void> over) {}

    WriterQueue(WriterParts parts) {
        this.parts = parts;
        versions = new SessionVersions(parts.store(), parts.environment().clock());
    }

    /** Has a writer begin, or lets the request wait. Returns at once; the future is complete when the request is through. */
    CompletableFuture<Void> add(CheckpointRequest request) {
        Waiting added = new Waiting(request, new CompletableFuture<>());
        Waiting replaced;
        boolean stuck;
        synchronized (this) {
            if (closed) {
                return skipped(added, CLOSED);
            }
            stuck = current != null && current.isGivenUp();
            replaced = waiting;
            waiting = added;
        }
        if (replaced != null) {
            skipped(replaced, "a newer request took its place");
        }
        if (stuck) {
            parts.execute(() -> standInFor(request));
        }
        startNext();
        return added.over();
    }

    private void standInFor(CheckpointRequest request) {
        try {
            standIn(request, "the writer that was given up has not ended");
        } catch (MimoException e) {
            parts.tell(request, new CheckpointEvent.Failed(e.getMessage(), request.cause()));
        }
    }

    private CompletableFuture<Void> skipped(Waiting request, String because) {
        parts.tell(
                request.request(),
                new CheckpointEvent.Skipped(because, request.request().cause()));
        request.over().complete(null);
        return request.over();
    }

    private void startNext() {
        Writing next;
        synchronized (this) {
            if (current != null || waiting == null) {
                return;
            }
            next = new Writing(waiting.request(), parts, versions, waiting.over(), this::ended);
            waiting = null;
            current = next;
        }
        parts.execute(next);
    }

    private void ended() {
        synchronized (this) {
            current = null;
        }
        startNext();
    }

    /** Waits until the request is through, but not longer than that; the digest covers it then. */
    Checkpoint await(CheckpointRequest request, Duration wait) throws InterruptedException {
        CompletableFuture<Void> over = add(request);
        if (!over.isDone() && !wait.isZero()) {
            parts.tell(request, new CheckpointEvent.Awaited(wait.toMillis(), request.cause()));
            await(over, wait, request.call().cancellation());
        }
        return standIn(request, "no writer was done in " + wait.toSeconds() + " s");
    }

    private void await(CompletableFuture<Void> over, Duration wait, Cancellation cancellation)
            throws InterruptedException {
        CountDownLatch enough = new CountDownLatch(1);
        over.thenRun(enough::countDown);
        Cancellation.Registration timer = parts.environment().scheduler().after(wait, enough::countDown);
        Cancellation.Registration signal = cancellation.onCancel(enough::countDown);
        try {
            enough.await();
        } finally {
            timer.close();
            signal.close();
        }
        cancellation.throwIfCancelled();
    }

    /** The newest version when it covers the request, else one of the digest alone. */
    Checkpoint standIn(CheckpointRequest request, String reason) {
        Checkpoint covering = versions.findCovering(request);
        if (covering != null) {
            return covering;
        }
        NoteSource.Unread unread = parts.notes().unread(request.session());
        Checkpoint made = versions.extractive(
                new SessionVersions.Ingredients(request, List.of(), unread.notes(), Spent.NOTHING), reason);
        parts.stored(request, made, unread);
        return made;
    }

    /** Takes no more requests; gives the writer that long, then ends it. Returns when the digest stands at least. */
    void close(Duration grace) {
        Waiting dropped;
        Writing running;
        synchronized (this) {
            closed = true;
            dropped = waiting;
            waiting = null;
            running = current;
        }
        if (dropped != null) {
            skipped(dropped, CLOSED);
        }
        if (running != null) {
            end(running, grace);
        }
    }

    private void end(Writing running, Duration grace) {
        CountDownLatch over = new CountDownLatch(1);
        running.over().thenRun(over::countDown);
        Cancellation.Registration timer = () -> {};
        if (grace.isZero()) {
            running.giveUp(CLOSED);
        } else {
            timer = parts.environment().scheduler().after(grace, () -> running.giveUp(CLOSED));
        }
        boolean interrupted = false;
        while (over.getCount() > 0) {
            try {
                over.await();
            } catch (InterruptedException e) {
                interrupted = true;
                running.giveUp(CLOSED);
            }
        }
        timer.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
