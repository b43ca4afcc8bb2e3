package dev.mimo.memory.checkpoint;

import dev.mimo.environment.Environment;
import dev.mimo.environment.MimoException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/** What all writings of a keeper work with. */
record WriterParts(
        CheckpointWriter writer,
        CheckpointStore store,
        NoteSource notes,
        FindingsListener findings,
        Supplier<List<String>> git,
        Environment environment,
        Limits limits) {

    /**
     * What a writer may take.
     *
     * @param deadline for each slice
     * @param maxTokens for each request
     */
    record Limits(Duration deadline, long maxTokens) {}

    Duration deadline() {
        return limits.deadline();
    }

    long maxTokens() {
        return limits.maxTokens();
    }

    void tell(CheckpointRequest request, CheckpointEvent event) {
        request.call().events().emit(event);
    }

    /** On a thread that may block; on this one when the environment is closed, and gives no more. */
    void execute(Runnable action) {
        try {
            environment.executor().execute(action);
        } catch (RejectedExecutionException e) {
            action.run();
        }
    }

    /** A version was stored: tells it, and that the notes are in it. Nothing is lost when that fails: notes are taken in once. */
    void stored(CheckpointRequest request, Checkpoint checkpoint, NoteSource.Unread unread) {
        tell(request, new CheckpointEvent.Written(checkpoint, request.cause()));
        if (!unread.notes().isEmpty()) {
            attempt(request, "notes", () -> notes.consumed(request.session(), unread.offset()));
        }
    }

    void found(CheckpointRequest request, List<Finding> found) {
        if (!found.isEmpty()) {
            attempt(request, "findings", () -> findings.found(request.session(), found, request.transcript()));
        }
    }

    private void attempt(CheckpointRequest request, String what, Runnable action) {
        try {
            action.run();
        } catch (MimoException e) {
            tell(request, new CheckpointEvent.Failed(what + ": " + e.getMessage(), request.cause()));
        }
    }
}
