package dev.mimo.agent;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.EventSink;
import dev.mimo.model.Budget;
import dev.mimo.session.SessionId;
import dev.mimo.session.Transcript;

/**
 * May it stop? Asked when the agent wants to, on a healthy step: never after an error, a limit or a cancellation.
 *
 * <p>Called on the turn's thread and may block. An exception ends the turn as failed, never as done.
 */
@FunctionalInterface
public interface StopGate {

    Decision mayStop(Stopping stopping) throws InterruptedException;

    /**
     * What a gate decides on.
     *
     * @param answer the agent's final words: a claim
     * @param transcript the whole conversation as stored
     * @param round how often this turn's gates have sent the agent back before
     * @param budget what judging may cost is charged here
     */
    record Stopping(
            SessionId session,
            String answer,
            Transcript transcript,
            int round,
            Budget budget,
            EventSink events,
            Cancellation cancellation) {}

    /** What it decided. */
    sealed interface Decision {

        /** It may stop. */
        record Stop() implements Decision {}

        /** It has to go on, and is told {@code message}. */
        record GoOn(String message) implements Decision {}

        /** It ends here without being done: the goal is out of reach, or the rounds are used up. */
        record NotMet(String reason) implements Decision {}

        /** It ends here, and nobody could tell whether it is done. */
        record Unverified(String reason) implements Decision {}

        static Decision stop() {
            return new Stop();
        }

        static Decision goOn(String message) {
            return new GoOn(message);
        }
    }
}
