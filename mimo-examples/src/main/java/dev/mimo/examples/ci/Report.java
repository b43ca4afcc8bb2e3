package dev.mimo.examples.ci;

import dev.mimo.agent.Outcome;
import dev.mimo.model.Cost;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What came of a job.
 *
 * @param check the command that decides
 * @param before how that went before anything was done
 * @param outcome of the agent; null when it was not needed
 * @param patch what was changed, for {@code git apply}; empty unless it is repaired
 * @param files those in the patch; when it is not repaired, those that could not be put back as they were
 */
public record Report(
        String check, Check before, Ending ending, @Nullable Outcome outcome, String patch, List<String> files) {

    private static final int LONGEST = 4_000;

    /** How it ended. */
    public enum Ending {
        /** The check passed by itself. */
        PASSED_BEFORE("Nothing to repair"),
        /** The check passes now, and there is a patch. */
        REPAIRED("Repaired"),
        /** The agent gave up, or could not make the check pass. */
        NOT_REPAIRED("Not repaired"),
        /** It passes, though nothing was changed: it fails at times. */
        FLAKY("Passes by itself now: it fails only at times"),
        /** Steps, time or money were used up. */
        LIMIT_REACHED("Not repaired: a limit was reached"),
        /** It went round in circles. */
        STUCK("Not repaired: the agent went round in circles"),
        /** The job was stopped. */
        CANCELLED("Not repaired: the job was stopped"),
        /** The model could not be asked, or something broke. */
        FAILED("Not repaired: the agent failed");

        private final String words;

        Ending(String words) {
            this.words = words;
        }

        /** Of an agent that has changed nothing, or not enough. */
        static Ending of(Outcome outcome) {
            if (outcome instanceof Outcome.Done) {
                return FLAKY;
            }
            if (outcome instanceof Outcome.LimitReached) {
                return LIMIT_REACHED;
            }
            if (outcome instanceof Outcome.Stuck) {
                return STUCK;
            }
            if (outcome instanceof Outcome.Cancelled) {
                return CANCELLED;
            }
            return outcome instanceof Outcome.GoalNotMet ? NOT_REPAIRED : FAILED;
        }
    }

    public Report {
        files = List.copyOf(files);
    }

    /**
     * For a job's summary page or a comment. What the model and the check said stands in code blocks, where it can neither
     * draw, nor link, nor call people by their names.
     */
    public String toMarkdown() {
        StringBuilder text = new StringBuilder("## " + ending.words + ": " + code(check) + "\n\n");
        Outcome end = outcome;
        if (end != null) {
            text.append(block("What the agent says", end.text()));
            text.append(spent(end)).append("\n\n");
        }
        if (!files.isEmpty()) {
            boolean repaired = ending == Ending.REPAIRED;
            text.append(repaired ? "Changed:\n\n" : "Changes that could not be taken back:\n\n");
            files.forEach(file -> text.append("- ").append(code(file)).append('\n'));
            text.append('\n');
        }
        if (!before.passed()) {
            text.append(block("What the check said before", before.output()));
        }
        return text.toString().stripTrailing() + "\n";
    }

    private static String spent(Outcome end) {
        Cost cost = end.cost();
        long tokens = end.usage().input() + end.usage().output();
        return String.format(
                Locale.ROOT,
                "%d steps, %,d tokens, %s",
                end.steps(),
                tokens,
                cost == null ? "cost unknown" : cost.usd() + " USD");
    }

    private static String code(String text) {
        return "`" + text.replaceAll("[`\\p{Cntrl}]", "?") + "`";
    }

    /** A block that ends where it should, whatever stands in it. */
    private static String block(String title, String text) {
        String shown = text.strip();
        if (shown.length() > LONGEST) {
            shown = "…" + shown.substring(shown.length() - LONGEST);
        }
        String fence = "```";
        while (shown.contains(fence)) {
            fence += "`";
        }
        return "**" + title + "**\n\n" + fence + "text\n" + shown.replace("\r", "") + "\n" + fence + "\n\n";
    }
}
