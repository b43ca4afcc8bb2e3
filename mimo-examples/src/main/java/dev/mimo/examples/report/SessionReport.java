package dev.mimo.examples.report;

import dev.mimo.session.Plan;
import dev.mimo.session.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What there is to tell of a session. Plain values, read in one pass; see {@link ReportReader}.
 *
 * @param head what it was and how it ended
 * @param context how full the model's window was
 * @param spending what it took
 * @param work what was called
 * @param memory checkpoints, and what outlives the session
 * @param plan the task tree as it stands
 * @param excerpt what was said, shortened
 */
public record SessionReport(
        Head head, ContextUse context, Spending spending, Work work, Knowledge memory, Plan plan, Excerpt excerpt) {

    /**
     * What a session was and how it ended.
     *
     * @param task the first words of the user; empty before they were said
     * @param models those that answered, in the order of their first answer
     */
    public record Head(
            SessionId session,
            String agent,
            String task,
            List<String> models,
            Period period,
            Ending ending,
            Counts counts) {
        public Head {
            models = List.copyOf(models);
        }
    }

    /**
     * From the first entry to the last.
     *
     * @param worked time at work, without pauses
     */
    public record Period(Instant from, Instant until, Duration worked) {}

    /**
     * How the last turn ended.
     *
     * @param outcome {@code done}, {@code failed}, …; {@code paused}; {@code open} when it runs or was cut off; {@code empty}
     *     before the first
     * @param text the final answer, or why it ended
     */
    public record Ending(String outcome, String text) {}

    /**
     * How often.
     *
     * @param steps replies of the model
     * @param failed calls that gave an error, without those denied
     */
    public record Counts(int turns, int steps, int calls, int failed, int denied) {}
}
