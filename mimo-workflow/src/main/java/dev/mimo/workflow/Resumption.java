package dev.mimo.workflow;

import dev.mimo.workflow.journal.JournalRecord.Divergence;
import org.jspecify.annotations.Nullable;

/**
 * How a run is taken up again. Immutable.
 *
 * @param edited the script in place of the recorded one; null to keep that
 * @param divergence what to do when the script does something else than its journal says
 * @param retryFailed whether calls that failed are done again; else their failure stands
 */
public record Resumption(@Nullable WorkflowScript edited, Divergence divergence, boolean retryFailed) {

    /** With the recorded script; failed calls are done again, and what differs does not stop it. */
    public static Resumption usual() {
        return new Resumption(null, Divergence.CONTINUE, true);
    }

    public Resumption withScript(WorkflowScript script) {
        return new Resumption(script, divergence, retryFailed);
    }

    public Resumption onDivergence(Divergence policy) {
        return new Resumption(edited, policy, retryFailed);
    }

    public Resumption keepingFailures() {
        return new Resumption(edited, divergence, false);
    }
}
