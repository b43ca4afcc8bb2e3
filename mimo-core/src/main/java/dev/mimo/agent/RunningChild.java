package dev.mimo.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Cancellation;
import dev.mimo.environment.CancelledException;
import dev.mimo.permission.Approver;
import dev.mimo.tool.BackgroundWork;
import dev.mimo.tool.Subagents;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;

/** A sub-agent at work on a thread of its own. */
final class RunningChild implements Subagents.Child, Runnable {

    private final Lender parent;
    private final Places.Waits waits;
    private final Session session;
    private final Turn turn;
    private final Map<String, Approver.Answer> answers;
    private final boolean mayPause;
    private final CompletableFuture<Outcome> end = new CompletableFuture<>();

    /**
     * What it does.
     *
     * @param session is closed when {@code turn} is over
     * @param answers what people said to the questions of a paused turn
     * @param mayPause whether somebody will go on with it once it has paused; else it is given up then
     */
    record Work(Session session, Turn turn, Map<String, Approver.Answer> answers, boolean mayPause) {}

    /** {@code waits}: those who wait for it do so in the stead of their call. */
    RunningChild(Lender parent, Places.Waits waits, Work work) {
        this.parent = parent;
        this.waits = waits;
        session = work.session();
        turn = work.turn();
        answers = work.answers();
        mayPause = work.mayPause();
    }

    @Override
    public void run() {
        Outcome outcome;
        try (session) {
            outcome = turn.work(answers);
            if (outcome instanceof Outcome.Paused && !mayPause) {
                session.giveUp("given up: what started it cannot wait for people");
            }
        } catch (RuntimeException | Error e) {
            outcome = turn.failed(e);
        }
        try {
            Publisher above = parent.publisher();
            if (above != null) {
                above.emit(new TurnEvent.SubagentFinished(id(), outcome.type()));
            }
        } finally {
            end.complete(outcome);
        }
    }

    @Override
    public String id() {
        return session.id().value();
    }

    @Override
    public Subagents.Result await(Cancellation cancellation) throws InterruptedException {
        return result(withoutPlace(() -> awaitEnd(cancellation)));
    }

    /**
     * Waits until it is really over: it is cancelled with its parent, and then ends soon, and what it leaves behind is
     * settled. An interrupt stands until then.
     */
    Outcome end() throws InterruptedException {
        return withoutPlace(end::join);
    }

    /** What it and its helpers took. */
    Meter.Account account() {
        return turn.account();
    }

    /** What others see of it while it goes on behind the call that started it. */
    BackgroundWork.Work work(String title) {
        return new BackgroundWork.Work() {
            @Override
            public String line() {
                Outcome outcome = end.getNow(null);
                return "sub-agent " + id() + " (" + title + ") "
                        + (outcome == null ? "is at work" : "ended: " + outcome.type());
            }

            @Override
            public boolean isRunning() {
                return !end.isDone();
            }

            @Override
            public boolean isAwaited() {
                return true;
            }

            @Override
            public void await(Cancellation cancellation) throws InterruptedException {
                withoutPlace(() -> awaitEnd(cancellation));
            }
        };
    }

    private Outcome withoutPlace(Callable<Outcome> wait) throws InterruptedException {
        try {
            return waits.without(wait, parent.cancellation);
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    // What is done at the end cannot fail, so nobody waits for it.
    @SuppressWarnings("FutureReturnValueIgnored")
    private Outcome awaitEnd(Cancellation cancellation) throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        end.whenComplete((outcome, error) -> over.countDown());
        Cancellation.Registration signal = cancellation.onCancel(over::countDown);
        try {
            over.await();
        } finally {
            signal.close();
        }
        Outcome outcome = end.getNow(null);
        if (outcome == null) {
            throw new CancelledException(String.valueOf(cancellation.reason()));
        }
        return outcome;
    }

    @Override
    public CompletionStage<Subagents.Result> toCompletionStage() {
        return end.thenApply(this::result).minimalCompletionStage();
    }

    @Override
    public void cancel(String reason) {
        turn.cancel(reason);
    }

    /** What {@code outcome} comes to for who started it. */
    Subagents.Result result(Outcome outcome) {
        AnswerFormat format = turn.format();
        ObjectNode value = format == null || !outcome.isDone() ? null : format.parse(outcome.text());
        return new Subagents.Result(
                outcome.isDone(),
                outcome.type(),
                outcome.text(),
                value,
                account().spent());
    }
}
