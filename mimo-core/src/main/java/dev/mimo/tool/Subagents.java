package dev.mimo.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Cancellation;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Spent;
import java.nio.file.Path;
import java.util.List;
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

    /** What a name stands for that {@link Terms#model} may hold; null when no model that may be used is known by it. Cheap. */
    @Nullable
    ModelRef findModel(String name);

    /** As {@link #start(Task, Watcher)}, for those who do not listen. */
    default Child start(Task task) {
        return start(task, () -> {});
    }

    /**
     * Starts a sub-agent and returns at once. One that would have to wait for a person is given up, with the outcome
     * {@code paused}: only the agent's own {@code task} tool can wait with it.
     *
     * @param watcher hears of it
     * @throws InvalidCall when the kind or the model is unknown, the schema cannot be used, the workspace is no folder, or the
     *     depth limit is reached: nothing was started
     */
    Child start(Task task, Watcher watcher);

    /** Hears of a sub-agent. One call at a time; it must be quick. */
    @FunctionalInterface
    interface Watcher {

        /** It is about to begin, in the session of that id. On the thread that starts it, before anything else is told of it. */
        default void starting(String id) {}

        /**
         * It, or a child of it, gave a sign of life: the first when it sets to work, none while it waits for its place among the
         * others. On their threads.
         */
        void alive();
    }

    /**
     * What a sub-agent is to do.
     *
     * @param kind one of {@link Subagents#kinds}; null for a general one
     * @param title 3 to 5 words for people
     * @param prompt all it needs to know: it sees nothing of its parent's conversation
     * @param answerSchema a JSON Schema that its answer must follow, an object; null for plain text
     * @param terms what differs from how it would work by itself
     */
    record Task(
            @Nullable String kind,
            String title,
            String prompt,
            @Nullable ObjectNode answerSchema,
            Terms terms) {

        /** On no terms of its own. */
        public Task(@Nullable String kind, String title, String prompt, @Nullable ObjectNode answerSchema) {
            this(kind, title, prompt, answerSchema, Terms.NONE);
        }
    }

    /**
     * How a sub-agent works, where that differs from what its kind and its parent say; null for what does not. None of it gives
     * it more than it has without.
     *
     * @param model a name that {@link Subagents#findModel} knows
     * @param effort how hard to think, see {@link dev.mimo.model.ModelOptions}
     * @param tools the names of those it has at most; a name that is not among its tools gives it nothing
     * @param workspace a folder in place of its parent's workspace, such as a worktree of the same repository. All rules hold
     *     in it as they do in the workspace, for its children too; no file tool or command may change what lies outside of it, and
     *     what else it may do there the rules say as ever. Chosen by code of the host, never by a model
     */
    record Terms(
            @Nullable String model,
            @Nullable String effort,
            @Nullable List<String> tools,
            @Nullable Path workspace) {

        public static final Terms NONE = new Terms(null, null, null, null);

        public Terms {
            tools = tools == null ? null : List.copyOf(tools);
        }
    }

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
     * @param outcome the type of its outcome: {@code done}, {@code failed}, {@code limit_reached}, …; {@code goal_not_met} when
     *     its answer did not follow the schema, also after it was asked again twice
     * @param text its final answer, or why there is none
     * @param value the answer as it follows the schema; null when none was asked for, or it is not completed
     * @param spent what it took, children of its own included
     */
    record Result(
            boolean completed,
            String outcome,
            String text,
            @Nullable JsonNode value,
            Spent spent) {}
}
