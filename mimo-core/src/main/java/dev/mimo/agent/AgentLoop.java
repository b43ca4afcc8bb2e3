package dev.mimo.agent;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.CancelledException;
import dev.mimo.environment.Event;
import dev.mimo.model.BudgetExceeded;
import dev.mimo.model.Content;
import dev.mimo.model.Message;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelException;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.ReplyWithdrawn;
import dev.mimo.model.Role;
import dev.mimo.model.StopReason;
import dev.mimo.model.TextDelta;
import dev.mimo.model.ThinkingDelta;
import dev.mimo.permission.Approver;
import dev.mimo.session.Entry;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The loop: ask the model, store what it said, run what it asked for, until it may stop. Everything it knows beyond that
 * stands behind five seams: model, toolbox, store, prompt assembler, stop gates. Confined to the turn's thread.
 */
final class AgentLoop {

    private static final int MOST_CONTINUATIONS = 3;
    private static final int MOST_NUDGES = 2;
    private static final int MOST_PAUSES = 10;

    private final TurnScope scope;
    private final LoopWatch watch;
    private final Recorder recorder;
    private int pauses;
    private String lastText = "";

    AgentLoop(TurnScope scope) {
        this.scope = scope;
        this.watch = new LoopWatch(scope.setup.governor);
        this.recorder = scope.recorder;
    }

    /**
     * Works until the turn ends.
     *
     * @param answers what people said to the questions of a paused turn, by call id
     */
    Outcome run(Map<String, Approver.Answer> answers) throws InterruptedException {
        Entry.ReplyAdded undecided = recorder.see(SessionView::undecidedReply);
        Outcome end = undecided == null ? runCalls(answers) : withoutCalls(undecided);
        while (end == null) {
            end = step();
        }
        return end;
    }

    private @Nullable Outcome step() throws InterruptedException {
        scope.cancellation.throwIfCancelled();
        int done = recorder.see(SessionView::steps);
        Integer most = scope.limits.steps();
        if (most != null && done >= most) {
            return new Outcome.LimitReached(scope.account(), "steps", "the limit of " + most + " steps is reached");
        }
        takeSteers();
        scope.publisher.step(done + 1);
        scope.publisher.emit(new TurnEvent.StepStarted());
        Reply reply = ask();
        if (reply == null) {
            return follow(watch.textRepeated());
        }
        Message.Assistant message = CallIds.unique(reply.message(), recorder, scope.setup.environment.ids());
        Entry.ReplyAdded added = new Entry.ReplyAdded(message, reply.stopReason(), reply.usage());
        scope.record(added);
        Outcome.Account account = scope.account();
        scope.publisher.emit(new TurnEvent.ReplyFinished(
                message.text(), reply.stopReason(), reply.usage(), account.usage(), account.cost()));
        return message.toolCalls().isEmpty() ? withoutCalls(added) : runCalls(Map.of());
    }

    /** What people said while the agent was at work takes its place in the conversation. */
    private void takeSteers() {
        for (Entry.Steered steer : recorder.see(SessionView::waitingSteers)) {
            recorder.append(new Entry.MessageAdded(steer.message(), steer.id()));
        }
    }

    /** The reply; null when it repeated itself and was cut. */
    private @Nullable Reply ask() throws InterruptedException {
        PromptAssembler.Material material = material();
        Prompt prompt = scope.setup.assembler.assemble(material);
        try {
            return call(prompt);
        } catch (ModelException.ContextOverflow overflow) {
            Prompt shorter = scope.setup.assembler.shorten(material, overflow);
            if (shorter == null) {
                throw overflow;
            }
            return call(shorter);
        }
    }

    private PromptAssembler.Material material() {
        return new PromptAssembler.Material(
                scope.setup.instructions,
                scope.setup.toolbox.specs(),
                scope.options(),
                scope.model().facts(),
                recorder.see(view -> view.conversation(scope.session, recorder.transcript())),
                scope.modelCall());
    }

    private @Nullable Reply call(Prompt prompt) throws InterruptedException {
        watch.answerBegins();
        try (Cancellation.Source answer = Cancellation.Source.under(scope.cancellation);
                Interruption open = Interruption.on(answer)) {
            ModelCall call = scope.modelCall().withCancellation(answer).withEvents(event -> hear(event, answer));
            try {
                return open.whileOpen(() -> scope.model().reply(prompt, call));
            } catch (CancelledException | InterruptedException e) {
                if (answer.isCancelled() && !scope.cancellation.isCancelled()) {
                    return null;
                }
                throw e;
            }
        }
    }

    private void hear(Event event, Cancellation.Source answer) {
        scope.publisher.emit(event);
        String text = event instanceof TextDelta delta
                ? delta.text()
                : event instanceof ThinkingDelta thought ? thought.text() : "";
        synchronized (watch) {
            if (event instanceof ReplyWithdrawn) {
                watch.answerBegins();
            } else if (watch.hear(text)) {
                answer.cancel("the answer repeats itself");
            }
        }
    }

    private @Nullable Outcome runCalls(Map<String, Approver.Answer> answers) {
        if (recorder.see(SessionView::openCalls).isEmpty()) {
            return null;
        }
        scope.cancellation.throwIfCancelled();
        List<Entry.Question> questions = new StepCalls(scope, answers).run();
        if (!questions.isEmpty()) {
            return new Outcome.Paused(scope.account(), questions);
        }
        List<Message> messages = recorder.messages();
        Message.Tool told = (Message.Tool) messages.get(messages.size() - 1);
        Message.Assistant asked = (Message.Assistant) messages.get(messages.size() - 2);
        return follow(watch.stepEnded(asked.toolCalls(), told.results()));
    }

    private @Nullable Outcome follow(LoopWatch.Advice advice) {
        return switch (advice) {
            case GO_ON -> null;
            case STOP -> new Outcome.Stuck(scope.account(), watch.what());
            case REMIND -> {
                remind(
                        Reminder.LOOP,
                        "You are going round in circles: " + watch.what()
                                + ". Stop and think: say what you tried, why it does not help, and do something else.");
                yield null;
            }
        };
    }

    private @Nullable Outcome withoutCalls(Entry.ReplyAdded reply) throws InterruptedException {
        StopReason reason = reply.stopReason();
        lastText = reply.message().text();
        if (reason.equals(StopReason.CONTENT_FILTER) || reason.equals(StopReason.REFUSAL)) {
            return new Outcome.Refused(scope.account(), lastText.isBlank() ? "the answer was " + reason : lastText);
        }
        if (reason.equals(StopReason.PAUSE) && pauses++ < MOST_PAUSES) {
            return null;
        }
        if (reason.equals(StopReason.LENGTH)) {
            return remindUpTo(MOST_CONTINUATIONS, Reminder.CONTINUE, Reminder.CONTINUE_TEXT)
                    ? null
                    : new Outcome.LimitReached(
                            scope.account(), "output", "the answer was cut by its limit again and again");
        }
        if (lastText.isBlank() && reply.message().content().stream().noneMatch(Content.Opaque.class::isInstance)) {
            return remindUpTo(MOST_NUDGES, Reminder.NUDGE, Reminder.NUDGE_TEXT)
                    ? null
                    : new Outcome.Stuck(scope.account(), "the model gave no answer");
        }
        if (Reminder.looksLikeCall(lastText, scope.setup.toolbox)
                && remindUpTo(MOST_NUDGES, Reminder.TEXT_CALL, Reminder.TEXT_CALL_TEXT)) {
            return null;
        }
        return stop();
    }

    private boolean remindUpTo(int most, String kind, String text) {
        if (recorder.see(view -> view.notes(kind)) >= most) {
            return false;
        }
        remind(kind, text);
        return true;
    }

    private void remind(String kind, String text) {
        scope.record(new Entry.MessageAdded(Reminder.message(kind, text), null));
        scope.publisher.emit(new TurnEvent.AgentReminded(kind, text));
    }

    /** The agent wants to stop: every gate has to agree, and nobody may have said anything meanwhile. */
    private @Nullable Outcome stop() throws InterruptedException {
        for (StopGate gate : scope.stopGates) {
            if (!recorder.see(SessionView::waitingSteers).isEmpty()) {
                return null;
            }
            StopGate.Decision decision = askGate(gate);
            if (!recorder.see(SessionView::waitingSteers).isEmpty()) {
                return null;
            }
            if (decision instanceof StopGate.Decision.GoOn on) {
                remind(Reminder.GATE, on.message());
                return null;
            }
            if (decision instanceof StopGate.Decision.NotMet not) {
                return new Outcome.GoalNotMet(scope.account(), not.reason());
            }
            if (decision instanceof StopGate.Decision.Unverified unverified) {
                return new Outcome.GoalUnverified(scope.account(), unverified.reason());
            }
        }
        boolean heard = recorder.see(SessionView::waitingSteers).isEmpty();
        return heard ? new Outcome.Done(scope.account(), lastText) : null;
    }

    private StopGate.Decision askGate(StopGate gate) throws InterruptedException {
        StopGate.Stopping stopping = new StopGate.Stopping(
                scope.owner,
                lastText,
                recorder.see(view -> view.notes(Reminder.GATE)),
                new ModelCall(Role.JUDGE, scope.publisher, scope.cancellation, scope.budget),
                new TurnSurroundings(scope));
        try (Interruption open = Interruption.on(scope.cancellation)) {
            return open.whileOpen(() -> gate.mayStop(stopping));
        }
    }

    /** How a turn ends that something threw out of the loop. */
    Outcome endFor(Throwable error) {
        if (error instanceof Error) {
            return new Outcome.Failed(scope.account(), error);
        }
        String limit = scope.limitReached();
        if (limit != null) {
            return new Outcome.LimitReached(scope.account(), limit, String.valueOf(scope.cancellation.reason()));
        }
        if (scope.cancellation.isCancelled()
                || error instanceof InterruptedException
                || error instanceof CancelledException) {
            String reason = scope.cancellation.reason();
            return new Outcome.Cancelled(scope.account(), reason == null ? "the thread was interrupted" : reason);
        }
        if (error instanceof BudgetExceeded spent) {
            return new Outcome.LimitReached(scope.account(), spent.limit(), String.valueOf(spent.getMessage()));
        }
        if (error instanceof ModelException.ContentFiltered filtered) {
            return new Outcome.Refused(scope.account(), filtered.failure().words());
        }
        return new Outcome.Failed(scope.account(), error);
    }
}
