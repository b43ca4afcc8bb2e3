package dev.mimo.workflow;

import dev.mimo.model.Spent;
import dev.mimo.workflow.journal.CallKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A call that this pass does itself. Used by the run's loop only, but for what never changes. */
final class LiveCall {

    final Frame frame;
    final long request;
    final CallKey key;
    final CallOptions options;
    final Duration stall;
    AgentCall call;
    int attempts;
    int stalls;
    Spent spent = Spent.NOTHING;

    /** The attempt that is under way; null between two. */
    @Nullable
    Attempt attempt;

    LiveCall(Frame frame, long request, CallKey key, CallOptions options, AgentCall call, Duration stall) {
        this.frame = frame;
        this.request = request;
        this.key = key;
        this.options = options;
        this.call = call;
        this.stall = stall;
    }

    /** The next attempt begins. */
    AgentCall next() {
        attempts++;
        call = call.again(attempts, null);
        return call;
    }
}
