package dev.mimo.memory.checkpoint;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.MimoException;
import dev.mimo.model.Budget;
import dev.mimo.model.ModelCall;
import dev.mimo.model.Role;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One run of the writer: it ends with its patch, or with the digest alone, whichever comes first; what comes second is
 * dropped. Run by one thread, ended by any.
 */
final class Slice {

    private final CheckpointRequest request;
    private final WriterParts parts;
    private final SessionVersions versions;
    private final Beginning beginning;
    private final Cancellation.Source signal;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private @Nullable Thread thread;
    private boolean settled;

    /**
     * How things stand as it begins.
     *
     * @param from the first entry to be read
     * @param budget what the slice takes is charged to it
     */
    record Beginning(
            long from, @Nullable Checkpoint latest, NoteSource.Unread unread, List<String> git, Budget budget) {}

    Slice(CheckpointRequest request, WriterParts parts, SessionVersions versions, Beginning beginning) {
        this.request = request;
        this.parts = parts;
        this.versions = versions;
        this.beginning = beginning;
        signal = Cancellation.Source.under(parts.environment().life());
    }

    /** Returns whether it went well and there is more to be read. */
    boolean run() {
        CheckpointWriter.Range range = new CheckpointWriter.Range(
                beginning.from(), request.to(), beginning.unread().notes());
        CheckpointWriter.Material material = material(range);
        parts.tell(request, new CheckpointEvent.Started(range.from(), range.to(), request.cause()));
        CheckpointPatch patch;
        try {
            patch = write(material);
        } catch (InterruptedException | RuntimeException e) {
            fall(reason(e));
            return false;
        } catch (Error e) {
            fall("the writer broke: " + e);
            throw e;
        } finally {
            signal.close();
        }
        return settle() && keep(range, patch);
    }

    /** Complete when all is stored that will be. */
    CompletableFuture<Void> over() {
        return over;
    }

    private CheckpointWriter.Material material(CheckpointWriter.Range range) {
        Digest digest =
                Digest.of(request.transcript(), range.from(), range.to()).withGit(beginning.git());
        ModelCall call = new ModelCall(Role.WRITER, request.call().events(), signal, beginning.budget());
        return new CheckpointWriter.Material(
                request.session(), beginning.latest(), request.transcript(), range, digest, request.plan(), call);
    }

    private CheckpointPatch write(CheckpointWriter.Material material) throws InterruptedException {
        synchronized (this) {
            signal.throwIfCancelled();
            thread = Thread.currentThread();
        }
        try {
            return parts.writer().write(material);
        } finally {
            synchronized (this) {
                thread = null;
                if (signal.isCancelled()) {
                    // The interrupt was meant for the writer, not for what this thread does next.
                    Thread.interrupted();
                }
            }
        }
    }

    private String reason(Exception e) {
        String cancelled = signal.reason();
        if (cancelled != null) {
            return cancelled;
        }
        return e instanceof MimoException known ? known.getMessage() : "the writer failed: " + e;
    }

    private boolean keep(CheckpointWriter.Range range, CheckpointPatch patch) {
        try {
            if (patch.upTo() == range.from() && patch.changes().isEmpty()) {
                stored(versions.extractive(ingredients(), "no model reads along"));
                return false;
            }
            PatchCheck check = PatchCheck.of(patch, range, request.transcript());
            if (!check.faults().isEmpty()) {
                versions.rejected(ingredients(), check);
                standIn("the writer's patch cannot be used: " + String.join("; ", check.faults()));
                return false;
            }
            return keep(range, check);
        } catch (MimoException e) {
            parts.tell(request, new CheckpointEvent.Failed(e.getMessage(), request.cause()));
            return false;
        } finally {
            over.complete(null);
        }
    }

    private boolean keep(CheckpointWriter.Range range, PatchCheck check) {
        Checkpoint written = versions.written(ingredients(), range.from(), check);
        if (written == null) {
            standIn("another version was written while the writer read");
            return false;
        }
        stored(written);
        parts.found(request, check.patch().findings());
        return written.marks().written() < request.to();
    }

    /** Cancels the writer. */
    void stop(String reason) {
        signal.cancel(reason);
        synchronized (this) {
            if (thread != null) {
                thread.interrupt();
            }
        }
    }

    /** The digest alone becomes the checkpoint, unless the slice has ended. */
    void fall(String reason) {
        if (settle()) {
            try {
                standIn(reason);
            } catch (MimoException e) {
                parts.tell(request, new CheckpointEvent.Failed(e.getMessage(), request.cause()));
            } finally {
                over.complete(null);
            }
        }
    }

    /** Nothing more will be stored by who ran it. */
    void leave() {
        if (settle()) {
            over.complete(null);
        }
    }

    private void standIn(String reason) {
        parts.tell(request, new CheckpointEvent.Failed(reason, request.cause()));
        stored(versions.extractive(ingredients(), reason));
    }

    private void stored(Checkpoint checkpoint) {
        parts.stored(request, checkpoint, beginning.unread());
    }

    private SessionVersions.Ingredients ingredients() {
        return new SessionVersions.Ingredients(
                request,
                beginning.git(),
                beginning.unread().notes(),
                beginning.budget().spent());
    }

    private synchronized boolean settle() {
        boolean first = !settled;
        settled = true;
        return first;
    }
}
