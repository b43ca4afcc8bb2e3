package dev.mimo.permission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Environment;
import dev.mimo.model.ToolCall;
import dev.mimo.tool.Action;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The person who is asked. Called on a thread of the turn, one request at a time for a session; may block for as long as the
 * host likes, and is interrupted when the turn is cancelled. An exception means no.
 */
@FunctionalInterface
public interface Approver {

    Answer approve(Request request) throws InterruptedException;

    /** Says no to everything, and what it was about: for runs without people. */
    static Approver denying() {
        return request -> new Answer.Deny("nobody is there to allow it: " + request.reason());
    }

    /** The same person with a time limit: no answer within {@code limit} means no, and the question is taken back. */
    default Approver within(Duration limit, Environment environment) {
        return new TimedApprover(this, limit, environment);
    }

    /**
     * What is asked.
     *
     * @param call the call as it would run
     * @param actions what it would do
     * @param reason why a person has to decide
     * @param text all of it in words: complete, with control characters escaped
     */
    record Request(ToolCall call, List<Action> actions, String reason, String text) {}

    /** What the person said. */
    sealed interface Answer {

        /**
         * Yes.
         *
         * @param scope for how long the same may be done again without asking
         * @param arguments other arguments to run it with; null for those of the call
         */
        record Allow(Scope scope, @Nullable ObjectNode arguments) implements Answer {}

        /** No; the model is told {@code message}. */
        record Deny(String message) implements Answer {}

        /** The result itself, in words: what the person says to a question, or what was done elsewhere. The call is not run. */
        record Reply(String text) implements Answer {}

        /** Yes, this time. */
        static Answer once() {
            return new Allow(Scope.ONCE, null);
        }

        /** Yes, and to the same again in this session. */
        static Answer forSession() {
            return new Allow(Scope.SESSION, null);
        }

        /** Yes, and to the same again in this project. */
        static Answer forProject() {
            return new Allow(Scope.PROJECT, null);
        }
    }

    /** How far a yes reaches. */
    enum Scope {
        /** This call. */
        ONCE,
        /** The very same actions again, in this session. */
        SESSION,
        /** The very same actions again, in all sessions of this project; as {@code SESSION} where no grants are kept. */
        PROJECT
    }
}
