package dev.mimo.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.environment.Cancellation;
import dev.mimo.environment.MimoException;
import dev.mimo.model.Json;
import dev.mimo.workflow.journal.CallKey;
import dev.mimo.workflow.journal.CallPath;
import dev.mimo.workflow.journal.JournalRecord.CallSettled;
import dev.mimo.workflow.journal.JournalRecord.Outcome;
import dev.mimo.workflow.journal.JournalRecord.Status;
import dev.mimo.workflow.script.Answer;
import dev.mimo.workflow.script.GuestStopped;
import dev.mimo.workflow.script.Request;
import dev.mimo.workflow.script.Turn;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pass of a run: takes turns with its scripts until that of the run has ended. One thread works it; {@link #stop} may come
 * from any.
 *
 * <p>What a script is told is decided in this order: what is settled already, such as a file or the end of a nested run; what
 * the journal has, in the order in which it was told then; and what this pass does itself, as it comes. Nothing is told that
 * is not in the journal.
 */
final class RunLoop implements Desk.Trays {

    private static final Logger LOG = LoggerFactory.getLogger(RunLoop.class);

    /** The longest result, in UTF-16 units of JSON. */
    private static final int LONGEST_RESULT = 1 << 20;

    /** How long calls may take to end when the run is over. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    /** How the script of the run ended. */
    record End(
            Status status,
            @Nullable JsonNode value,
            @Nullable WorkflowFault fault) {

        static End failed(String message, int line) {
            return new End(Status.FAILED, null, new WorkflowFault(message, line));
        }
    }

    /** An answer that is ready, or a file to be looked at first. */
    private record Ready(
            Frame frame, Answer answer, @Nullable Request file) {}

    private record TimerKey(Frame frame, long request) {}

    private final RunTerms terms;
    private final RunState state;
    private final RunGuests guests;
    private final Cancellation.Source signal;
    private final Inbox inbox = new Inbox();
    private final Launches launches;
    private final Deliveries deliveries;
    private final Desk desk;
    private final FileDesk files;
    private final Nesting nesting;
    private final Deque<Ready> ready = new ArrayDeque<>();
    private final PriorityQueue<Waiting> past;
    private final Map<TimerKey, Waiting> timers = new HashMap<>();
    private final StandInClock standIn = new StandInClock();
    private @Nullable Frame root;
    private @Nullable End end;
    private volatile @Nullable End stopped;

    RunLoop(RunTerms terms, RunState state, RunGuests guests) {
        this.terms = terms;
        this.state = state;
        this.guests = guests;
        this.signal = Cancellation.Source.under(terms.cancellation());
        this.launches = new Launches(state, signal, inbox);
        this.deliveries = new Deliveries(state.past, state.ledger);
        this.desk = new Desk(state, this);
        this.files = new FileDesk(state);
        this.nesting = new Nesting(state, guests, terms);
        this.past = new PriorityQueue<>(Comparator.comparingInt(waiting -> place(waiting.path)));
    }

    private int place(CallPath path) {
        Integer place = state.past.place(path);
        return place == null ? Integer.MAX_VALUE : place;
    }

    /** Ends the pass soon; the first reason stays. By any thread. */
    void stop(Status status, String reason) {
        synchronized (signal) {
            if (stopped == null) {
                stopped = new End(status, null, new WorkflowFault(reason, 0));
            }
        }
        guests.stop(reason);
        signal.cancel(reason);
        inbox.stop();
    }

    /** Works until the end. */
    End run() {
        Cancellation.Registration cancelled = terms.cancellation()
                .onCancel(() -> stop(
                        Status.CANCELLED, String.valueOf(terms.cancellation().reason())));
        Duration left = state.caps.time().minus(state.past.elapsed());
        Cancellation.Registration clock = terms.environment()
                .scheduler()
                .after(left.isNegative() ? Duration.ZERO : left, () -> stop(Status.FAILED, timeUp()));
        try {
            work();
        } catch (GuestStopped e) {
            end = End.failed(String.valueOf(e.getMessage()), e.line());
        } catch (MimoException e) {
            end = End.failed(String.valueOf(e.getMessage()), 0);
        } catch (InterruptedException e) {
            stop(Status.CANCELLED, "interrupted");
        } catch (RuntimeException e) {
            LOG.error("run {} ended by a fault of the runtime", state.id, e);
            end = End.failed("a fault of the runtime: " + e, 0);
        } finally {
            clock.close();
            cancelled.close();
        }
        return settle();
    }

    private String timeUp() {
        return "the run took longer than " + state.caps.time().toSeconds() + " s";
    }

    private void work() throws InterruptedException {
        Frame first = nesting.root();
        root = first;
        took(first, first.guest.start());
        while (end == null && stopped == null) {
            Waiting next;
            if (!ready.isEmpty()) {
                answerReady();
            } else if ((next = past.poll()) != null) {
                answerFromPast(next);
            } else {
                begin();
                if (ready.isEmpty() && end == null && !leap()) {
                    requireHope();
                    receive(inbox.take());
                }
            }
        }
        if (end != null && end.status() == Status.COMPLETED) {
            compareEnd();
        }
    }

    /** Where agents are not real, time is not either. */
    private boolean leap() {
        Waiting timer = launches.isBusy()
                ? null
                : standIn.next(waiting -> timers.remove(new TimerKey(waiting.frame, waiting.request)) != null);
        if (timer == null) {
            return false;
        }
        deliver(List.of(), List.of(timer));
        return true;
    }

    private void requireHope() {
        if (!launches.isBusy() && timers.isEmpty()) {
            throw new GuestStopped(
                    "the script waits for something that never comes: a promise that nothing settles", 0);
        }
    }

    /** Whether the journal has calls that the script no longer makes, though nothing changed that they depend on. */
    private void compareEnd() {
        CallKey left = state.affected.isEmpty() ? state.past.unclaimed() : null;
        if (left != null) {
            state.diverge(left.path(), "a call of an agent", "the end of the script");
        }
    }

    private void took(Frame frame, Turn turn) {
        for (Request request : turn.requests()) {
            desk.take(frame, request);
        }
        if (turn.end() != null) {
            ended(frame, turn.end());
        }
    }

    private void tell(Frame frame, long request, @Nullable String json, @Nullable String error) {
        if (!frame.over) {
            took(frame, frame.guest.answer(answer(request, json, error)));
        }
    }

    private Answer answer(long request, @Nullable String json, @Nullable String error) {
        return new Answer(request, json, error, state.knownTokens(), state.exhausted());
    }

    /** What is settled without anybody's doing: in the order in which it was asked. */
    private void answerReady() {
        List<Ready> batch = new ArrayList<>(ready);
        ready.clear();
        List<Ready> answered = new ArrayList<>(batch.size());
        for (Ready one : batch) {
            answered.add(one.file() == null ? one : new Ready(one.frame(), fileAnswer(one.file()), null));
        }
        state.ledger.flush();
        for (Ready one : answered) {
            tell(
                    one.frame(),
                    one.answer().id(),
                    one.answer().json(),
                    one.answer().error());
        }
    }

    private Answer fileAnswer(Request request) {
        try {
            return answer(request.id(), files.answer(request), null);
        } catch (IOException e) {
            return answer(request.id(), null, request.op() + "(): " + e.getMessage());
        }
    }

    private void answerFromPast(Waiting waiting) {
        deliveries.again(waiting.path);
        if (waiting.end == null || waiting.call == null) {
            tell(waiting.frame, waiting.request, null, null);
        } else {
            told(waiting.frame, waiting.request, waiting.call, waiting.end, true);
        }
    }

    /** Tells the script how a call ended. */
    private void told(Frame frame, long request, AgentCall call, CallSettled how, boolean replayed) {
        state.known(how);
        if (!replayed) {
            state.affected.add(call.path());
        }
        state.emit(new WorkflowEvent.CallFinished(
                state.id, call.path(), call.title(), call.phase(), how.outcome(), how.reason(), how.spent(), replayed));
        tell(frame, request, how.value() == null ? "null" : Json.write(how.value()), null);
    }

    private void receive(List<Inbox.News> news) {
        List<Launches.Settled> settled = new ArrayList<>();
        List<Waiting> fired = new ArrayList<>();
        for (Inbox.News item : news) {
            if (item instanceof Inbox.Ended ended) {
                CallSettled how = launches.ended(ended.live(), ended.result(), ended.stalled());
                if (how != null) {
                    settled.add(new Launches.Settled(ended.live(), how));
                }
            } else if (item instanceof Inbox.Due due) {
                launches.due(due.live());
            } else if (item instanceof Inbox.Fired timer
                    && timers.remove(new TimerKey(timer.timer().frame, timer.timer().request)) != null) {
                fired.add(timer.timer());
            }
        }
        deliver(settled, fired);
    }

    /** All of it is written at once, and free places are taken again, before the script learns of any. */
    private void deliver(List<Launches.Settled> settled, List<Waiting> fired) {
        for (Launches.Settled one : settled) {
            state.ledger.add(one.how());
            deliveries.add(one.how().key().path());
        }
        fired.forEach(timer -> deliveries.add(timer.path));
        begin();
        for (Launches.Settled one : settled) {
            if (end == null) {
                toldLive(one.live(), one.how());
            }
        }
        for (Waiting timer : fired) {
            if (end == null) {
                tell(timer.frame, timer.request, null, null);
            }
        }
    }

    private void toldLive(LiveCall live, CallSettled how) {
        if (how.outcome() == Outcome.FAILED && live.options.schema() != null && live.options.strict()) {
            state.affected.add(live.call.path());
            tell(live.frame, live.request, null, "agent(): " + how.reason());
        } else {
            told(live.frame, live.request, live.call, how, false);
        }
    }

    /** Takes the free places; what stands in the ledger is written with the starts. */
    private void begin() {
        List<Launches.Settled> dropped = new ArrayList<>();
        List<LiveCall> next = launches.take(dropped);
        state.ledger.flush();
        next.forEach(launches::start);
        if (!dropped.isEmpty()) {
            deliver(dropped, List.of());
        }
    }

    private void ended(Frame frame, Turn.End how) {
        frame.over = true;
        if (frame == root) {
            end = rootEnd(how);
            return;
        }
        Frame parent = frame.parent;
        if (parent == null) {
            throw new IllegalStateException("a nested run has a parent");
        }
        String fault = how instanceof Turn.Threw threw ? Nesting.fault(frame, threw) : null;
        frame.guest.close();
        state.emit(new WorkflowEvent.ChildFinished(
                state.id, frame.path, frame.script.meta().name(), fault));
        String json = how instanceof Turn.Returned returned ? returned.json() : null;
        ready.add(new Ready(parent, answer(frame.request, json, fault), null));
    }

    private static End rootEnd(Turn.End how) {
        if (how instanceof Turn.Threw threw) {
            return End.failed(threw.fault().message(), threw.fault().line());
        }
        String json = ((Turn.Returned) how).json();
        if (json != null && json.length() > LONGEST_RESULT) {
            return End.failed(
                    "the result has " + json.length() + " characters, more than " + LONGEST_RESULT
                            + ": write what is large to files and return their names",
                    0);
        }
        return new End(Status.COMPLETED, json == null ? null : Json.read(json), null);
    }

    /** Ends what is still under way, and keeps what came of it. */
    private End settle() {
        guests.close();
        timers.values().forEach(timer -> {
            if (timer.clock != null) {
                timer.clock.close();
            }
        });
        signal.cancel("the run is over");
        try {
            awaitCalls();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        signal.close();
        state.isolation.close();
        End stop = stopped;
        End known = end;
        // A stop that came while the script ended changes nothing.
        return known != null && (stop == null || known.status() == Status.COMPLETED)
                ? known
                : stop != null ? stop : End.failed("the run ended without a result", 0);
    }

    private void awaitCalls() throws InterruptedException {
        long until = System.nanoTime() + GRACE.toNanos();
        while (launches.isWorking()) {
            List<Inbox.News> news = inbox.poll(Duration.ofNanos(Math.max(1, until - System.nanoTime())));
            for (Inbox.News item : news) {
                if (item instanceof Inbox.Ended ended) {
                    CallSettled how = launches.ended(ended.live(), ended.result(), false);
                    if (how != null) {
                        state.ledger.add(how);
                    }
                }
            }
            if (System.nanoTime() >= until) {
                return;
            }
        }
    }

    @Override
    public void fail(Frame frame, long request, String message) {
        ready.add(new Ready(frame, answer(request, null, message), null));
    }

    @Override
    public void replay(Waiting waiting) {
        past.add(waiting);
    }

    @Override
    public void launch(LiveCall call) {
        launches.add(call);
    }

    @Override
    public void nest(Frame frame, long request, CallPath path, JsonNode ref, @Nullable JsonNode args) {
        Frame child;
        try {
            child = nesting.open(frame, request, path, ref, args);
        } catch (GuestStopped e) {
            throw e;
        } catch (MimoException e) {
            fail(frame, request, "workflow(): " + e.getMessage());
            return;
        }
        took(child, child.guest.start());
    }

    @Override
    public void file(Frame frame, Request request) {
        ready.add(new Ready(frame, answer(request.id(), null, null), request));
    }

    @Override
    public void timer(Frame frame, long request, CallPath path, Duration delay) {
        Waiting timer = new Waiting(frame, request, path, null, null);
        if (state.past.place(path) != null) {
            past.add(timer);
            return;
        }
        timers.put(new TimerKey(frame, request), timer);
        if (state.launcher.isStandIn()) {
            standIn.add(timer, delay);
            return;
        }
        timer.clock = terms.environment().scheduler().after(delay, () -> inbox.fired(timer));
    }

    @Override
    public void clearTimer(Frame frame, long request) {
        Waiting timer = timers.remove(new TimerKey(frame, request));
        if (timer != null && timer.clock != null) {
            timer.clock.close();
        }
        past.removeIf(waiting -> waiting.frame == frame && waiting.request == request && waiting.end == null);
    }
}
