package dev.mimo.agent;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.EventSink;
import dev.mimo.model.ModelCall;
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
     * @param session the conversation; what a gate has to remember it {@linkplain Session#note notes} there
     * @param answer the agent's final words: a claim
     * @param round how often this turn's gates have sent the agent back before
     * @param call how a judge is called on behalf of the turn: what it costs is charged to its budget
     * @param surroundings for a gate that looks for itself
     */
    record Stopping(Session session, String answer, int round, ModelCall call, Surroundings surroundings) {

        /** The whole conversation as stored. */
        public Transcript transcript() {
            return session.transcript();
        }

        public EventSink events() {
            return call.events();
        }

        public Cancellation cancellation() {
            return call.cancellation();
        }
    }

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
