package dev.mimo.workflow;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.CancelledException;
import dev.mimo.environment.Environment;
import dev.mimo.model.JsonSchema;
import dev.mimo.model.Spent;
import dev.mimo.workflow.journal.JournalRecord.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a call, on a thread of its own. It ends once: with what came of it, or because its time was over, or because
 * it gave no sign of life; one that does not listen then is left behind after a moment of grace.
 */
final class Attempt implements CallScope, Runnable {

    /** How often an answer that does not follow its schema is asked for again. */
    private static final int MOST_OBJECTIONS = 2;

    /** How long an attempt that was told to end may take to do so. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    /** Told when it is over, by any thread. */
    interface Listener {
        void ended(Attempt attempt, CallResult result, boolean stalled);
    }

    final LiveCall live;
    private final AgentCall call;
    private final RunState state;
    private final AgentLauncher launcher;
    private final Isolation isolation;
    private final Environment environment;
    private final Listener listener;
    private final Cancellation.Source signal;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Object threadLock = new Object();
    private @Nullable Thread thread;
    private volatile long lastSign = System.nanoTime();
    private volatile boolean late;
    private volatile boolean stalled;
    private volatile Spent spent = Spent.NOTHING;
    private volatile Cancellation.@Nullable Registration timeout;
    private volatile Cancellation.@Nullable Registration watch;

    Attempt(LiveCall live, RunState state, Cancellation run, Listener listener) {
        this.live = live;
        this.call = live.call;
        this.state = state;
        this.launcher = state.launcher;
        this.isolation = state.isolation;
        this.environment = state.environment;
        this.listener = listener;
        this.signal = Cancellation.Source.under(run);
    }

    /** Begins, and returns at once. */
    void start() {
        Duration longest = live.options.timeout();
        if (longest != null) {
            timeout = environment.scheduler().after(longest, this::timeUp);
        }
        watchFor(live.stall);
        signal.onCancel(this::interrupt);
        environment.executor().execute(this);
    }

    @Override
    public Cancellation cancellation() {
        return signal;
    }

    @Override
    public void handedTo(String session) {
        state.emit(new WorkflowEvent.CallHandedOver(state.id, call.path(), session));
    }

    @Override
    public void progress() {
        lastSign = System.nanoTime();
    }

    @Override
    public void run() {
        synchronized (threadLock) {
            thread = Thread.currentThread();
        }
        CallResult result;
        try {
            result = signal.isCancelled() ? CallResult.failed(why()) : isolation.launch(call, this::launch);
        } catch (InterruptedException | CancelledException e) {
            result = CallResult.failed(why());
        } catch (Exception e) {
            String message = e.getMessage();
            result = CallResult.failed(message == null ? e.getClass().getSimpleName() : message);
        } catch (Error e) {
            end(CallResult.failed(String.valueOf(e)).spending(spent));
            throw e;
        } finally {
            synchronized (threadLock) {
                thread = null;
            }
            // The interrupt was for this call, not for what the thread does next.
            Thread.interrupted();
        }
        end(result.spending(spent.plus(result.spent())));
    }

    private CallResult launch(AgentCall there) throws Exception {
        CallResult result = launcher.launch(there, this);
        JsonSchema schema = launcher.isStandIn() ? null : live.options.schema();
        for (int asked = 0; schema != null && result.value() != null; asked++) {
            List<String> faults = schema.check(result.value());
            if (faults.isEmpty()) {
                return result;
            }
            String objection = String.join("; ", faults);
            if (asked == MOST_OBJECTIONS) {
                return CallResult.failed("the answer does not follow the schema: " + objection)
                        .spending(result.spent());
            }
            signal.throwIfCancelled();
            spent = spent.plus(result.spent());
            result = launcher.launch(there.again(there.attempt(), objection), this);
        }
        return result;
    }

    private String why() {
        String reason = signal.reason();
        return reason == null ? "interrupted" : reason;
    }

    private void timeUp() {
        late = true;
        Duration longest = live.options.timeout();
        stop("it took longer than " + (longest == null ? 0 : longest.toMillis()) + " ms");
    }

    private void watchFor(Duration wait) {
        watch = environment.scheduler().after(wait, this::look);
    }

    private void look() {
        if (ended.get()) {
            return;
        }
        long silent = System.nanoTime() - lastSign;
        if (silent >= live.stall.toNanos()) {
            stalled = true;
            stop("it gave no sign of life for " + live.stall.toMillis() + " ms");
        } else {
            watchFor(live.stall.minusNanos(silent));
        }
    }

    private void stop(String reason) {
        environment.scheduler().after(GRACE, () -> end(CallResult.failed(reason)));
        signal.cancel(reason);
    }

    private void interrupt() {
        synchronized (threadLock) {
            if (thread != null) {
                thread.interrupt();
            }
        }
    }

    private void end(CallResult result) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        close(timeout);
        close(watch);
        signal.close();
        boolean failed = result.outcome() != Outcome.OK;
        CallResult told = late && failed ? new CallResult(Outcome.TIMEOUT, null, why(), true, result.spent()) : result;
        listener.ended(this, told, stalled && failed);
    }

    private static void close(Cancellation.@Nullable Registration registration) {
        if (registration != null) {
            registration.close();
        }
    }
}
