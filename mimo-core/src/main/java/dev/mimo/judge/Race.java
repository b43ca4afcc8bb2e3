package dev.mimo.judge;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.Environment;
import dev.mimo.model.ModelCall;
import dev.mimo.model.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Drafts the candidates of one step side by side, and waits until there is enough of them. What happens elsewhere is put into
 * a queue and dealt with on the step's own thread, to which all else here is confined.
 */
final class Race implements Draft.Listener {

    private final MaxMode terms;
    private final Environment environment;
    private final ModelCall call;
    private final BlockingQueue<Runnable> news = new LinkedBlockingQueue<>();
    private final List<Diversity.Drafting> waiting;
    private final List<Draft> running = new ArrayList<>();
    private final Map<Integer, Candidate> finished = new TreeMap<>();
    private final Map<Integer, String> dropped = new TreeMap<>();
    private final List<Duration> times = new ArrayList<>();
    private final int count;
    private final Instant begun;
    private Cancellation.@Nullable Registration deadline;
    private @Nullable Throwable failure;
    private boolean late;

    Race(MaxMode terms, List<Diversity.Drafting> drafts, ModelCall call, Environment environment) {
        this.terms = terms;
        this.environment = environment;
        this.call = call;
        this.waiting = new ArrayList<>(drafts);
        this.count = drafts.size();
        this.begun = environment.clock().instant();
    }

    /** Blocks until it is over; what still runs then is cancelled, and not waited for. */
    void run() throws InterruptedException {
        Cancellation.Registration signal =
                call.cancellation().onCancel(() -> news.add(call.cancellation()::throwIfCancelled));
        Cancellation.Registration start = startAll();
        try {
            while (!isOver()) {
                news.take().run();
            }
        } finally {
            signal.close();
            start.close();
            if (deadline != null) {
                deadline.close();
            }
            cutRest();
        }
    }

    /** Those worth judging, in the order of their numbers. */
    List<Candidate> finished() {
        return List.copyOf(finished.values());
    }

    /** The others, with the reason. */
    Map<Integer, String> dropped() {
        return dropped;
    }

    /** What broke the first of those that failed; null when none did. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /* The provider's cache is filled by the first one that has read the prompt; the others then need not pay for that. */
    private Cancellation.Registration startAll() {
        Duration head = terms.headStart;
        if (head.isZero()) {
            startRest();
            return () -> {};
        }
        startNext();
        return environment.scheduler().after(head, () -> news.add(this::startRest));
    }

    private void startRest() {
        while (!waiting.isEmpty()) {
            startNext();
        }
    }

    private void startNext() {
        Draft draft = new Draft(count - waiting.size(), waiting.remove(0), call, this);
        running.add(draft);
        call.events().emit(new CandidateEvent.Started(draft.index(), count));
        environment.executor().execute(draft);
    }

    @Override
    public void begun() {
        news.add(this::startRest);
    }

    @Override
    public void ended(Draft draft, Draft.End end) {
        Duration took = Duration.between(begun, environment.clock().instant());
        news.add(() -> settle(draft, end, took));
    }

    private void settle(Draft draft, Draft.End end, Duration took) {
        running.remove(draft);
        if (end instanceof Draft.End.Finished done) {
            Reply reply = done.reply();
            finished.put(draft.index(), new Candidate(draft.index(), reply));
            times.add(took);
            call.events().emit(new CandidateEvent.Finished(draft.index(), reply, took));
        } else if (end instanceof Draft.End.Lost lost) {
            if (lost.error() instanceof Error error) {
                throw error;
            }
            failure = failure == null ? lost.error() : failure;
            drop(draft, lost.reason());
        }
        startRest();
        setDeadline();
    }

    private void drop(Draft draft, String reason) {
        dropped.put(draft.index(), reason);
        call.events().emit(new CandidateEvent.Dropped(draft.index(), reason));
    }

    private boolean isOver() {
        if (late || (waiting.isEmpty() && running.isEmpty())) {
            return true;
        }
        Agreement.Group group = terms.shortCut ? Agreement.largest(finished()) : null;
        return group != null && group.size() >= terms.quorumOf(count);
    }

    /* Relative to the median, as no absolute time is right for both a quick model and one that thinks for minutes. */
    private void setDeadline() {
        int ended = finished.size() + dropped.size();
        if (deadline != null || finished.isEmpty() || 2 * ended < count || running.isEmpty()) {
            return;
        }
        List<Duration> sorted = times.stream().sorted().toList();
        Duration median = sorted.get(sorted.size() / 2);
        Duration scaled = Duration.ofMillis((long) ((double) median.toMillis() * terms.stragglerFactor));
        Duration allowed = scaled.compareTo(terms.stragglerFloor) < 0 ? terms.stragglerFloor : scaled;
        Duration left =
                allowed.minus(Duration.between(begun, environment.clock().instant()));
        deadline = environment
                .scheduler()
                .after(left.isNegative() ? Duration.ZERO : left, () -> news.add(() -> late = true));
    }

    private void cutRest() {
        String cancelled = call.cancellation().reason();
        String why = cancelled != null ? cancelled : late ? "it took too long" : "it is not needed any more";
        for (Draft draft : running) {
            draft.cancel(why);
            drop(draft, why);
        }
    }
}
