package dev.mimo.agent;

import dev.mimo.model.Cost;
import dev.mimo.model.Role;
import dev.mimo.model.Spent;
import dev.mimo.model.Usage;
import dev.mimo.session.Entry;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a turn ended. Every way is a value; only a broken promise is an exception. */
public sealed interface Outcome {

    /** What every ending can tell. */
    Account account();

    /** The name of the ending as it stands in events and files: {@code done}, {@code limit_reached}, …. */
    String type();

    /** The final answer, or, where there is none, why it ended. */
    String text();

    default boolean isDone() {
        return this instanceof Done;
    }

    default int steps() {
        return account().steps();
    }

    /** Tokens of everything that the turn caused. */
    default Usage usage() {
        return account().usage();
    }

    /** Cost of everything that the turn caused; null when the price of some of it is unknown. */
    default @Nullable Cost cost() {
        return account().cost();
    }

    /**
     * What a turn took.
     *
     * @param turn its id
     * @param steps model calls with their tools
     * @param usage tokens, of helpers too
     * @param cost null when a price is unknown
     * @param roles the same by whom it was spent for; what was spent before a pause in another process counts for the agent
     */
    record Account(
            String turn, int steps, Usage usage, @Nullable Cost cost, Map<Role, Spent> roles) {

        public Account {
            roles = Map.copyOf(roles);
        }

        /** Without saying for whom. */
        public Account(String turn, int steps, Usage usage, @Nullable Cost cost) {
            this(turn, steps, usage, cost, Map.of());
        }
    }

    /** The agent gave its answer, and every gate agreed that it may stop. */
    record Done(Account account, String text) implements Outcome {
        @Override
        public String type() {
            return "done";
        }
    }

    /** People have to decide on calls first; {@link Session#resume} goes on, here or in another process. */
    record Paused(Account account, List<Entry.Question> questions) implements Outcome {
        public Paused {
            questions = List.copyOf(questions);
        }

        @Override
        public String type() {
            return "paused";
        }

        @Override
        public String text() {
            StringBuilder text = new StringBuilder("waits for approval of:");
            questions.forEach(question -> text.append("\n  ").append(question.text()));
            return text.toString();
        }
    }

    /**
     * A limit was met.
     *
     * @param limit which: {@code steps}, {@code wall_clock}, {@code tokens}, {@code cost}
     */
    record LimitReached(Account account, String limit, String text) implements Outcome {
        @Override
        public String type() {
            return "limit_reached";
        }
    }

    /** The goal is out of reach, or the rounds to reach it are used up. */
    record GoalNotMet(Account account, String text) implements Outcome {
        @Override
        public String type() {
            return "goal_not_met";
        }
    }

    /** The agent says it is done, and nobody could tell whether it is. */
    record GoalUnverified(Account account, String text) implements Outcome {
        @Override
        public String type() {
            return "goal_unverified";
        }
    }

    /** The agent went round in circles, also after it was told so. */
    record Stuck(Account account, String text) implements Outcome {
        @Override
        public String type() {
            return "stuck";
        }
    }

    /** The model or its provider would not answer. */
    record Refused(Account account, String text) implements Outcome {
        @Override
        public String type() {
            return "refused";
        }
    }

    /** It was cancelled. */
    record Cancelled(Account account, String text) implements Outcome {
        @Override
        public String type() {
            return "cancelled";
        }
    }

    /**
     * It could not go on.
     *
     * @param error what happened; the session stays usable
     */
    record Failed(Account account, Throwable error) implements Outcome {
        @Override
        public String type() {
            return "failed";
        }

        @Override
        public String text() {
            String message = error.getMessage();
            return message == null ? error.getClass().getSimpleName() : message;
        }
    }
}
