package dev.mimo.agent;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.MimoException;
import dev.mimo.model.Content;
import dev.mimo.model.Message;
import dev.mimo.model.ModelOptions;
import dev.mimo.model.Prices;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.Usage;
import dev.mimo.permission.Approver;
import dev.mimo.session.Entry;
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

/** One input being worked on: the handle to wait, watch, steer and cancel. Safe for use by several threads. */
public final class Turn {

    private final TurnScope scope;
    private final ModelOptions options;
    private final CompletableFuture<Outcome> end = new CompletableFuture<>();
    private final List<EventStream> streams = new ArrayList<>();

    Turn(TurnScope scope, ModelOptions options) {
        this.scope = scope;
        this.options = options;
    }

    public String id() {
        return scope.turn;
    }

    /** Blocks until it ends. An {@link Error} that a tool or model threw is thrown on. */
    public Outcome await() throws InterruptedException {
        try {
            return checked(end.get());
        } catch (ExecutionException e) {
            throw new MimoException("turn " + id() + " broke off", e.getCause());
        }
    }

    /** Blocks until it ends, at most for {@code time}; null when it still runs. */
    public @Nullable Outcome await(Duration time) throws InterruptedException {
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

    /** The events from now on, to be pulled; close it. Those published before are not repeated. */
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
        Message.User message = new Message.User(List.of(Content.text(text)), Reminder.STEER);
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

    void emit(TurnEvent event) {
        scope.publisher.emit(event);
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

    /** Works on this thread until the turn ends. */
    Outcome work(Map<String, Approver.Answer> answers) {
        Duration most = scope.limits.wallClock();
        Cancellation.Registration timer = most == null
                ? () -> {}
                : scope.setup.environment.scheduler().after(most, () -> scope.stopFor("wall_clock"));
        Outcome outcome;
        try {
            outcome = loop(answers);
        } finally {
            timer.close();
            scope.place.giveBack();
            scope.cancellation.cancel("the turn has ended");
            scope.cancellation.close();
        }
        if (scope.wasInterrupted()) {
            Thread.currentThread().interrupt();
        }
        scope.publisher.emit(new TurnEvent.TurnEnded(outcome));
        synchronized (streams) {
            end.complete(outcome);
            streams.forEach(EventStream::end);
        }
        return outcome;
    }

    private Outcome loop(Map<String, Approver.Answer> answers) {
        AgentLoop loop = new AgentLoop(scope, options);
        Map<String, Approver.Answer> open = answers;
        while (true) {
            Outcome outcome;
            try {
                scope.place.take(scope.cancellation);
                chargeWhatWasSpent();
                outcome = loop.run(open);
            } catch (InterruptedException e) {
                outcome = loop.endFor(e);
                Thread.currentThread().interrupt();
            } catch (RuntimeException | Error e) {
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

    /* A turn that goes on after a pause or a crash has spent something already: what the log tells. */
    private void chargeWhatWasSpent() {
        if (scope.budget.spent().calls() > 0) {
            return;
        }
        Prices prices = scope.model().facts().prices();
        for (Usage before : scope.recorder.see(SessionView::turnUsages)) {
            scope.budget.charge(scope.role, before, prices == null ? null : prices.of(before));
        }
    }

    /** Writes the end down; false when it is void because somebody said something meanwhile. */
    private boolean store(Outcome outcome) {
        if (outcome instanceof Outcome.Paused paused) {
            scope.recorder.append(new Entry.TurnPaused(scope.turn, paused.questions()));
            return true;
        }
        settle(scope.recorder, "cancelled");
        Entry.TurnEnded ended = new Entry.TurnEnded(scope.turn, outcome.type(), outcome.text());
        if (outcome.isDone()) {
            return scope.recorder.endUnlessSteered(ended);
        }
        scope.recorder.append(ended);
        return true;
    }

    /** Gives every open call a result, so that the history stays valid. */
    static void settle(Recorder recorder, String why) {
        for (ToolCall call : recorder.see(SessionView::openCalls)) {
            boolean started = recorder.see(view -> view.wasStarted(call.id()));
            String text = started ? why + " while it ran: whether it took effect is unknown" : why + " before it ran";
            recorder.append(new Entry.CallFinished(ToolResult.error(call, text)));
        }
    }

    private static Outcome checked(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed && failed.error() instanceof Error error) {
            throw error;
        }
        return outcome;
    }
}
