package dev.mimo.workflow;

import dev.mimo.environment.Cancellation;
import dev.mimo.workflow.journal.CallPath;
import dev.mimo.workflow.journal.JournalRecord.CallSettled;
import org.jspecify.annotations.Nullable;

/** A request of a script that is answered in its turn: a call whose end is known already, or a timer. Used by the loop only. */
final class Waiting {

    final Frame frame;
    final long request;
    final CallPath path;

    /** How the call ended in an earlier pass; null for a timer. */
    final @Nullable CallSettled end;

    final @Nullable AgentCall call;

    /** Takes back a timer that runs; null for one that fired in the past. */
    Cancellation.@Nullable Registration clock;

    Waiting(Frame frame, long request, CallPath path, @Nullable CallSettled end, @Nullable AgentCall call) {
        this.frame = frame;
        this.request = request;
        this.path = path;
        this.end = end;
        this.call = call;
    }
}
