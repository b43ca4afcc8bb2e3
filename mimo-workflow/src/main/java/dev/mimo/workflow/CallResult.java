package dev.mimo.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mimo.model.Spent;
import dev.mimo.workflow.journal.JournalRecord.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * How a call of an agent ended.
 *
 * @param value what it answered: a text, or a value that follows its schema; null unless it ended well
 * @param reason why it did not end well; null when it did
 * @param passing whether the fault may pass, so that another attempt makes sense
 * @param spent what it took
 */
public record CallResult(
        Outcome outcome, @Nullable JsonNode value, @Nullable String reason, boolean passing, Spent spent) {

    public CallResult {
        if ((outcome == Outcome.OK) != (value != null) || (outcome == Outcome.OK) != (reason == null)) {
            throw new IllegalArgumentException("a call that ended well has a value, another a reason: " + outcome);
        }
    }

    public static CallResult ok(JsonNode value) {
        return new CallResult(Outcome.OK, value, null, false, Spent.NOTHING);
    }

    public static CallResult ok(String text) {
        return ok(TextNode.valueOf(text));
    }

    public static CallResult failed(String reason) {
        return new CallResult(Outcome.FAILED, null, reason, false, Spent.NOTHING);
    }

    /** Failed, but worth another attempt where the script wants one. */
    public static CallResult failedForNow(String reason) {
        return new CallResult(Outcome.FAILED, null, reason, true, Spent.NOTHING);
    }

    /** Somebody decided that it need not be done. */
    public static CallResult skipped(String reason) {
        return new CallResult(Outcome.SKIPPED, null, reason, false, Spent.NOTHING);
    }

    static CallResult timeout(String reason) {
        return new CallResult(Outcome.TIMEOUT, null, reason, false, Spent.NOTHING);
    }

    /** The same, with what it took. */
    public CallResult spending(Spent taken) {
        return new CallResult(outcome, value, reason, passing, taken);
    }
}
