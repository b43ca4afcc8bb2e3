package dev.mimo.memory.checkpoint;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.CancelledException;
import dev.mimo.environment.MimoException;
import dev.mimo.model.Budget;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The work on one request: slice by slice, until a model has read all of it, or one slice went wrong. However it goes, a
 * version is stored that covers what was asked for. Run by one thread, given up by any.
 */
final class Writing implements Runnable {

    private final CheckpointRequest request;
    private final WriterParts parts;
    private final SessionVersions versions;
    private final CompletableFuture<Void> over;
    private final Runnable ended;
    private final Budget budget;
    private @Nullable Slice slice;
    private @Nullable String givenUp;

    /**
     * @param over complete when all is stored that will be; the writer may be at work still, if it does not heed a signal
     * @param ended run when the writer is out of work, and another one may begin
     */
    Writing(
            CheckpointRequest request,
            WriterParts parts,
            SessionVersions versions,
            CompletableFuture<Void> over,
            Runnable ended) {
        this.request = request;
        this.parts = parts;
        this.versions = versions;
        this.over = over;
        this.ended = ended;
        budget = request.call().budget().child(parts.maxTokens(), null);
    }

    CompletableFuture<Void> over() {
        return over;
    }

    /** Whether the digest has taken the writer's place, though the writer may be at work still. */
    synchronized boolean isGivenUp() {
        return givenUp != null;
    }

    @Override
    public void run() {
        try {
            Slice next = next();
            while (next != null && run(next)) {
                next = next();
            }
        } catch (RuntimeException e) {
            // The session, its checkpoints or its notes cannot be read: nothing can be made of them.
            String reason = e instanceof MimoException known ? known.getMessage() : e.toString();
            parts.tell(request, new CheckpointEvent.Failed(reason, request.cause()));
        } finally {
            ended.run();
            leave();
        }
    }

    private boolean run(Slice next) {
        String late = "the deadline of " + parts.deadline().toSeconds() + " s is over";
        Cancellation.Registration timer;
        try {
            timer = parts.environment().scheduler().after(parts.deadline(), () -> giveUp(late));
        } catch (CancelledException e) {
            next.fall(e.getMessage());
            return false;
        }
        try {
            return next.run();
        } finally {
            timer.close();
        }
    }

    private @Nullable Slice next() {
        Checkpoint latest = parts.store().findLatest(request.session());
        long from = latest == null ? 0 : latest.marks().written();
        if (from >= request.to()) {
            if (isFirst()) {
                parts.tell(request, new CheckpointEvent.Skipped("nothing is new", request.cause()));
            }
            return null;
        }
        NoteSource.Unread unread = parts.notes().unread(request.session());
        List<String> git = parts.git().get();
        Slice next =
                new Slice(request, parts, versions, new Slice.Beginning(from, latest, unread, git, budget.child()));
        return begin(next) ? next : null;
    }

    /** The thread is through, but another one may be storing the digest still. */
    private void leave() {
        Slice last;
        synchronized (this) {
            last = slice;
        }
        if (last == null) {
            over.complete(null);
        } else {
            last.leave();
            last.over().thenRun(() -> over.complete(null));
        }
    }

    private synchronized boolean isFirst() {
        return slice == null;
    }

    private boolean begin(Slice next) {
        Slice before;
        String stopped;
        synchronized (this) {
            before = slice;
            stopped = givenUp;
            slice = stopped == null ? next : before;
        }
        if (stopped != null && before == null) {
            next.fall(stopped);
        }
        return stopped == null;
    }

    /** Ends the writer's work: the digest takes its place, whether the writer heeds the signal or not. */
    void giveUp(String reason) {
        Slice current;
        synchronized (this) {
            if (givenUp != null) {
                return;
            }
            givenUp = reason;
            current = slice;
        }
        if (current != null) {
            current.stop(reason);
            current.over().thenRun(() -> over.complete(null));
            parts.execute(() -> current.fall(reason));
        }
    }
}
