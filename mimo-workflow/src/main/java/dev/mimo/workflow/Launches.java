package dev.mimo.workflow;

import dev.mimo.environment.Cancellation;
import dev.mimo.workflow.journal.JournalRecord.CallSettled;
import dev.mimo.workflow.journal.JournalRecord.CallStarted;
import dev.mimo.workflow.journal.JournalRecord.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The calls that a pass does itself: no more at once than there are places, the oldest first, each tried as often as it may
 * be. Used by the run's loop only.
 */
final class Launches {

    /** Before the second attempt; doubled before each further one, and any part of it, so that calls spread. */
    private static final Duration FIRST_DELAY = Duration.ofMillis(400);

    private static final Duration LONGEST_DELAY = Duration.ofSeconds(4);

    /** A call and how it ended. */
    record Settled(LiveCall live, CallSettled how) {}

    private final RunState state;
    private final Cancellation run;
    private final Inbox inbox;
    private final Deque<LiveCall> queue = new ArrayDeque<>();
    private final Set<LiveCall> working = new LinkedHashSet<>();
    private int sleeping;

    Launches(RunState state, Cancellation run, Inbox inbox) {
        this.state = state;
        this.run = run;
        this.inbox = inbox;
    }

    void add(LiveCall call) {
        queue.add(call);
    }

    /** Whether something may still come of what was added. */
    boolean isBusy() {
        return !queue.isEmpty() || !working.isEmpty() || sleeping > 0;
    }

    /**
     * Takes calls for the free places. Their starts are in the ledger, to be flushed before they {@linkplain #start begin}.
     *
     * @param dropped takes the ends of calls that are not begun any more, as the budget is spent
     */
    List<LiveCall> take(List<Settled> dropped) {
        List<LiveCall> next = new ArrayList<>();
        while (!queue.isEmpty() && working.size() < state.caps.concurrent()) {
            LiveCall call = queue.remove();
            String spent = state.spentUp();
            if (spent != null) {
                dropped.add(new Settled(
                        call, new CallSettled(call.key, Outcome.SKIPPED, null, spent, call.attempts, call.spent)));
                continue;
            }
            AgentCall attempt = call.next();
            state.ledger.add(new CallStarted(call.key, attempt.attempt(), call.options.asked()));
            working.add(call);
            next.add(call);
        }
        return next;
    }

    void start(LiveCall live) {
        AgentCall call = live.call;
        state.launched();
        state.emit(new WorkflowEvent.CallStarted(state.id, call.path(), call.title(), call.phase(), call.attempt()));
        Attempt attempt = new Attempt(live, state, run, inbox::ended);
        live.attempt = attempt;
        attempt.start();
    }

    /**
     * An attempt is over.
     *
     * @return how the call ended; null when it is tried again
     */
    @Nullable
    CallSettled ended(LiveCall live, CallResult result, boolean stalled) {
        working.remove(live);
        live.attempt = null;
        live.spent = live.spent.plus(result.spent());
        state.charge(result.spent());
        boolean again = result.outcome() != Outcome.OK && !run.isCancelled();
        if (again && stalled && live.stalls < state.caps.stalls()) {
            live.stalls++;
            queue.addFirst(live);
            return null;
        }
        if (again && result.passing() && live.attempts - live.stalls < live.options.tries()) {
            sleeping++;
            // A place is not held while nothing is done.
            state.environment.scheduler().after(delay(live), () -> inbox.due(live));
            return null;
        }
        return new CallSettled(live.key, result.outcome(), result.value(), result.reason(), live.attempts, live.spent);
    }

    void due(LiveCall live) {
        sleeping--;
        queue.add(live);
    }

    private Duration delay(LiveCall live) {
        long most = FIRST_DELAY.toMillis() << Math.min(10, live.attempts - 1);
        long bounded = Math.min(most, LONGEST_DELAY.toMillis());
        return Duration.ofMillis(state.environment.random().nextLong(bounded + 1));
    }

    /** Whether an attempt is under way; what has not begun is forgotten. */
    boolean isWorking() {
        queue.clear();
        working.removeIf(call -> call.attempt == null);
        return !working.isEmpty();
    }
}
