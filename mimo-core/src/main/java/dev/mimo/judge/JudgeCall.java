package dev.mimo.judge;

import dev.mimo.agent.Interruption;
import dev.mimo.environment.Cancellation;
import dev.mimo.environment.CancelledException;
import dev.mimo.environment.Event;
import dev.mimo.environment.Scheduler;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ReplyWithdrawn;
import dev.mimo.model.Role;
import dev.mimo.model.TextDelta;
import dev.mimo.model.ThinkingDelta;
import dev.mimo.model.ToolCallDelta;
import java.time.Duration;
import java.util.function.Function;

/**
 * A judge's work on behalf of a step: within its own time, charged to its own role, and so that whoever listens to the step
 * does not take the judge's words for an answer.
 */
final class JudgeCall {

    private JudgeCall() {}

    /**
     * Runs {@code ask} on this thread.
     *
     * @throws CancelledException when its time is over, {@code call} is cancelled, or the thread is interrupted, which then
     *     stays so
     */
    static <T> T run(ModelCall call, Duration atMost, Scheduler scheduler, Function<ModelCall, T> ask) {
        Cancellation.Source time = Cancellation.Source.under(call.cancellation());
        Cancellation.Registration timer = scheduler.after(
                atMost, () -> time.cancel("the judge gave no answer within " + atMost.toSeconds() + " s"));
        ModelCall own = new ModelCall(Role.JUDGE, event -> pass(event, call), time, call.budget());
        try (Interruption open = Interruption.on(time)) {
            return open.whileOpen(() -> ask.apply(own));
        } catch (InterruptedException e) {
            String reason = time.reason();
            if (reason == null) {
                Thread.currentThread().interrupt();
            }
            throw new CancelledException(reason == null ? "interrupted" : reason);
        } finally {
            timer.close();
            time.close();
        }
    }

    private static void pass(Event event, ModelCall call) {
        boolean ofTheAnswer = event instanceof TextDelta
                || event instanceof ThinkingDelta
                || event instanceof ToolCallDelta
                || event instanceof ReplyWithdrawn;
        if (!ofTheAnswer) {
            call.events().emit(event);
        }
    }
}
