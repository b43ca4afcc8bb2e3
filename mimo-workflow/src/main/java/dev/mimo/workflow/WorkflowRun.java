package dev.mimo.workflow;

import dev.mimo.workflow.journal.JournalRecord.Status;
import dev.mimo.workflow.journal.RunId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** A pass of a run at work. Safe for use by several threads. */
public final class WorkflowRun {

    private final RunId id;
    private final WorkflowScript script;
    private final RunLoop loop;
    private final CompletableFuture<WorkflowResult> result = new CompletableFuture<>();

    WorkflowRun(RunId id, WorkflowScript script, RunLoop loop) {
        this.id = id;
        this.script = script;
        this.loop = loop;
    }

    public RunId id() {
        return id;
    }

    public WorkflowMeta meta() {
        return script.meta();
    }

    public boolean isDone() {
        return result.isDone();
    }

    /**
     * Waits for the end.
     *
     * @throws InterruptedException when the waiting thread is interrupted; the run goes on
     */
    public WorkflowResult await() throws InterruptedException {
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a run ended without a result", e.getCause());
        }
    }

    /** The end, for those who do not wait. */
    public CompletionStage<WorkflowResult> toCompletionStage() {
        return result.minimalCompletionStage();
    }

    /**
     * Ends it soon, with everything it started: nothing of it runs when the result is there, but for agents that did not listen
     * for 10 s. What was done stays in the journal, and the run can be resumed. A second call does nothing.
     *
     * @param reason for people
     */
    public void cancel(String reason) {
        loop.stop(Status.CANCELLED, reason);
    }

    void complete(WorkflowResult how) {
        result.complete(how);
    }

    void fail(Throwable e) {
        result.completeExceptionally(e);
    }
}
