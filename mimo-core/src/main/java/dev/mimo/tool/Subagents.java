package dev.mimo.tool;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Cancellation;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Starts agents that work for another one. A tool never builds an agent: it asks here, and so the limits, the budget and
 * the permissions of its own turn hold for the children too. Safe for use by several threads.
 */
public interface Subagents {

    /** The kinds there are, by name, each with what it is for. In the order in which the host gave them. */
    Map<String, String> kinds();

    /**
     * Starts a sub-agent and returns at once. One that would have to wait for a person is given up, with the outcome
     * {@code paused}: only the agent's own {@code task} tool can wait with it.
     *
     * @throws InvalidCall when the kind is unknown, or the depth limit is reached
     */
    Child start(Task task);

    /**
     * What a sub-agent is to do.
     *
     * @param kind one of {@link Subagents#kinds}; null for a general one
     * @param title 3 to 5 words for people
     * @param prompt all it needs to know: it sees nothing of its parent's conversation
     * @param answerSchema a JSON Schema that its answer must follow; null for plain text
     */
    record Task(
            @Nullable String kind,
            String title,
            String prompt,
            @Nullable ObjectNode answerSchema) {}

    /** A sub-agent at work. */
    interface Child {

        String id();

        /**
         * Waits for the end; meanwhile the waiting agent's place is free for others.
         *
         * @throws InterruptedException when the waiting thread is interrupted; the child goes on
         * @throws dev.mimo.environment.CancelledException when {@code cancellation} is signalled; the child goes on
         */
        Result await(Cancellation cancellation) throws InterruptedException;

        /** The end, for those who do not wait. */
        CompletionStage<Result> toCompletionStage();

        void cancel(String reason);
    }

    /**
     * How it went.
     *
     * @param completed whether it did what it was asked
     * @param outcome the type of its outcome: {@code done}, {@code failed}, {@code limit_reached}, …
     * @param text its final answer, or why there is none
     */
    record Result(boolean completed, String outcome, String text) {}
}
