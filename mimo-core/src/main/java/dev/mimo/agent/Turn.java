package dev.mimo.agent;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.Event;
import dev.mimo.environment.MimoException;
import dev.mimo.model.Content;
import dev.mimo.model.Message;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.permission.Approver;
import dev.mimo.session.Entry;
import dev.mimo.session.SessionBusy;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionLog;
import dev.mimo.session.SessionStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One input being worked on: the handle to wait, watch, steer and cancel. Safe for use by several threads. */
public final class Turn {

    private static final Logger LOG = LoggerFactory.getLogger(Turn.class);

    private final TurnScope scope;
    private final CompletableFuture<Outcome> end = new CompletableFuture<>();
    private final List<EventStream> streams = new ArrayList<>();
    private volatile @Nullable Thread worker;

    Turn(TurnScope scope) {
        this.scope = scope;
    }

    public String id() {
        return scope.turn;
    }

    /** Blocks until it ends. An {@link Error} that a tool or model threw is thrown on. */
    public Outcome await() throws InterruptedException {
        requireOtherThread();
        try {
            return checked(end.get());
        } catch (ExecutionException e) {
            throw new MimoException("turn " + id() + " broke off", e.getCause());
        }
    }

    /** Blocks until it ends, at most for {@code time}; null when it still runs. */
    public @Nullable Outcome await(Duration time) throws InterruptedException {
        requireOtherThread();
        try {
            return checked(end.get(time.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return null;
        } catch (ExecutionException e) {
            throw new MimoException("turn " + id() + " broke off", e.getCause());
        }
    }

    public CompletionStage<Outcome> toCompletionStage() {
        return end.minimalCompletionStage();
    }

    /**
     * The events from now on, to be pulled; close it. Those published before are not repeated: who must not miss any gives a
     * listener to {@link Session#start(Input, AgentListener)}.
     */
    public EventStream events() {
        AgentListener[] listener = new AgentListener[1];
        EventStream stream = new EventStream(() -> scope.publisher.leave(listener[0]));
        listener[0] = stream::add;
        synchronized (streams) {
            if (end.isDone()) {
                stream.end();
            } else {
                streams.add(stream);
                scope.publisher.join(listener[0]);
            }
        }
        return stream;
    }

    /**
     * Says something to the agent at work. It is stored at once and heard after the results of the step, before the next
     * prompt; a stop that was about to happen is void. While the turn is paused it waits.
     *
     * @throws IllegalStateException when the turn has ended
     */
    public void steer(String text) {
        String id = scope.setup.environment.ids().next("steer");
        Message.User message = new Message.User(List.of(Content.text(text)), Message.User.STEER);
        if (!scope.recorder.steer(scope.turn, new Entry.Steered(id, message))) {
            throw new IllegalStateException("turn " + id() + " has ended; start a new one");
        }
        scope.publisher.emit(new TurnEvent.TurnSteered(text));
    }

    /**
     * Ends the turn soon: sockets are closed, processes killed, sub-agents cancelled; calls that had no result get one that
     * says so, and the session stays usable. Returns at once; a second call does nothing.
     */
    public void cancel(String reason) {
        scope.cancellation.cancel(reason);
    }

    Outcome failed(Throwable error) {
        return new Outcome.Failed(scope.account(), error);
    }

    /** What it and its helpers took. */
    Meter.Account account() {
        return scope.meter.account();
    }

    /** What it was begun with. */
    Input input() {
        return scope.input;
    }

    @Nullable
    AnswerFormat format() {
        return scope.format;
    }

    /** Has {@code listener} hear all events from now on, those of sub-agents included. */
    void hear(AgentListener listener) {
        scope.publisher.join(listener);
    }

    /** False when the turn is over and nobody heard it. */
    boolean tell(Event event) {
        return scope.publisher.offer(event);
    }

    void emit(TurnEvent event) {
        scope.publisher.emit(event);
    }

    /**
     * Whether this is the thread that works on it: one that cannot wait for its end. Listeners, stop gates and the person who is
     * asked are called on it.
     */
    boolean isOwnThread() {
        return Thread.currentThread().equals(worker) && !isOver();
    }

    private void requireOtherThread() {
        if (isOwnThread()) {
            throw new IllegalStateException("turn " + id() + " cannot be waited for on the thread that works on it");
        }
    }

    /** Waits for the end; gives up when interrupted, and lets the interrupt stand. */
    void joinQuietly() {
        try {
            end.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a turn ends with an outcome", e);
        }
    }

    /** Whether it has come to an end; a paused one has. */
    boolean isOver() {
        return end.isDone();
    }

    /** Works on this thread until the turn ends; whatever happens, it ends with an outcome. */
    Outcome work(Map<String, Approver.Answer> answers) {
        worker = Thread.currentThread();
        Cancellation.Registration timer = () -> {};
        Outcome outcome;
        try {
            timer = timer();
            outcome = loop(answers);
        } catch (RuntimeException | Error e) {
            outcome = storedEnd(e);
        } finally {
            timer.close();
        }
        return end(outcome);
    }

    /** Has it worked on by another thread; ends it, and throws, when there is none. */
    void start(Map<String, Approver.Answer> answers) {
        try {
            scope.setup.environment.executor().execute(() -> work(answers));
        } catch (RuntimeException e) {
            fail(e);
            throw e;
        }
    }

    /** Ends it before anything was done. */
    void fail(Throwable why) {
        end(storedEnd(why));
    }

    private Outcome storedEnd(Throwable error) {
        Outcome outcome = new AgentLoop(scope).endFor(error);
        try {
            store(outcome);
            return outcome;
        } catch (RuntimeException e) {
            error.addSuppressed(e);
            return failed(error);
        }
    }

    private Outcome end(Outcome outcome) {
        scope.place.giveBack();
        try {
            scope.cancellation.cancel("the turn has ended");
        } catch (RuntimeException e) {
            LOG.warn("what a call left to be done at the end of turn {} failed", id(), e);
        }
        scope.cancellation.close();
        if (scope.wasInterrupted()) {
            Thread.currentThread().interrupt();
        }
        try {
            scope.publisher.emit(new TurnEvent.TurnEnded(outcome));
        } finally {
            synchronized (streams) {
                end.complete(outcome);
                streams.forEach(EventStream::end);
            }
        }
        return outcome;
    }

    private Cancellation.Registration timer() {
        Duration most = scope.limits.wallClock();
        if (most == null) {
            return () -> {};
        }
        Duration left = most.minus(scope.meter.worked());
        if (left.isNegative() || left.isZero()) {
            scope.stopFor("wall_clock");
            return () -> {};
        }
        return scope.setup.environment.scheduler().after(left, () -> scope.stopFor("wall_clock"));
    }

    private Outcome loop(Map<String, Approver.Answer> answers) {
        AgentLoop loop = new AgentLoop(scope);
        Map<String, Approver.Answer> open = answers;
        while (true) {
            Outcome outcome;
            try {
                scope.place.take(scope.cancellation);
                outcome = loop.run(open);
                noticeInterrupt(null);
            } catch (InterruptedException | RuntimeException | Error e) {
                noticeInterrupt(e);
                outcome = loop.endFor(e);
            }
            open = Map.of();
            try {
                if (store(outcome)) {
                    return outcome;
                }
            } catch (MimoException e) {
                return new Outcome.Failed(scope.account(), e);
            }
        }
    }

    /* What is written at the end is written without the interrupt, which the host's thread gets back after it. */
    private void noticeInterrupt(@Nullable Throwable error) {
        boolean pending = Thread.interrupted();
        if (pending || (error instanceof InterruptedException && !scope.cancellation.isCancelled())) {
            scope.interrupted();
        }
    }

    /** Writes the end down; false when it is void because somebody said something meanwhile. */
    private boolean store(Outcome outcome) {
        if (outcome instanceof Outcome.Paused paused) {
            scope.recorder.append(scope.meter.beforePause(), new Entry.TurnPaused(scope.turn, paused.questions()));
            return true;
        }
        settle(scope.store, scope.recorder, "cancelled");
        List<Entry> ending =
                List.of(scope.meter.atEnd(), new Entry.TurnEnded(scope.turn, outcome.type(), outcome.text()));
        if (outcome instanceof Outcome.Done
                || outcome instanceof Outcome.GoalNotMet
                || outcome instanceof Outcome.GoalUnverified) {
            return scope.recorder.endUnlessSteered(ending);
        }
        scope.recorder.append(ending);
        return true;
    }

    /** Gives every open call a result, so that the history stays valid; sub-agents that do one of them are given up. */
    static void settle(SessionStore store, Recorder recorder, String why) {
        for (ToolCall call : recorder.see(SessionView::openCalls)) {
            SessionId child = recorder.see(view -> view.calls().delegate(call.id()));
            if (child != null) {
                giveUp(store, child, why);
            }
            boolean started = recorder.see(view -> view.calls().wasStarted(call.id()));
            String text = started ? why + " while it ran: whether it took effect is unknown" : why + " before it ran";
            recorder.append(new Entry.CallFinished(ToolResult.error(call, text)));
        }
    }

    /** Ends a turn that nobody will go on with, if there is one. */
    static void giveUp(SessionStore store, Recorder recorder, String why) {
        String unfinished = recorder.see(SessionView::turn);
        if (unfinished != null) {
            settle(store, recorder, why);
            recorder.append(new Entry.TurnEnded(unfinished, "given_up", why));
        }
    }

    /** Ends the turn of a sub-agent, if there is one. */
    static void giveUp(SessionStore store, SessionId child, String why) {
        if (store.find(child) == null) {
            return;
        }
        try (SessionLog log = store.open(child)) {
            giveUp(store, new Recorder(log), why);
        } catch (SessionBusy e) {
            // Its turn still runs, was cancelled with this one, and settles its calls itself.
            LOG.debug("sub-agent {} still works and ends by itself", child);
        }
    }

    private static Outcome checked(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed && failed.error() instanceof Error error) {
            throw error;
        }
        return outcome;
    }
}
