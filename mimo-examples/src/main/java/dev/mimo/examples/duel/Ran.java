package dev.mimo.examples.duel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.agent.Outcome;
import dev.mimo.model.Cost;
import dev.mimo.model.Json;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one run came to.
 *
 * @param solved what the check says; null when there is none
 * @param outcome how the turn ended, and why where that is not plain
 * @param steps of the agent, without sub-agents
 * @param tokens of everything that the turn caused
 * @param usd null when a price is unknown
 * @param millis that the agent worked
 */
public record Ran(
        @Nullable Boolean solved,
        String outcome,
        int steps,
        long tokens,
        @Nullable BigDecimal usd,
        long millis) {

    private static final int LONGEST = 300;

    /** The run that ended so after so long. */
    public static Ran of(Outcome outcome, @Nullable Boolean solved, Duration time) {
        Cost cost = outcome.cost();
        String why = outcome.isDone() ? "" : ": " + outcome.text().strip().replaceAll("\\s+", " ");
        String words = outcome.type() + why;
        return new Ran(
                solved,
                words.length() > LONGEST ? words.substring(0, LONGEST) + "…" : words,
                outcome.steps(),
                outcome.usage().total(),
                cost == null ? null : cost.usd(),
                time.toMillis());
    }

    /** Whether a check was passed. */
    boolean isSolved() {
        return Boolean.TRUE.equals(solved);
    }

    /** All of it. */
    public ObjectNode toJson() {
        return Json.object()
                .put("solved", solved)
                .put("outcome", outcome)
                .put("steps", steps)
                .put("tokens", tokens)
                .put("cost_usd", usd == null ? null : usd.toPlainString())
                .put("millis", millis);
    }

    /** Reads what {@link #toJson} wrote. */
    static Ran of(JsonNode json) {
        String usd = json.path("cost_usd").textValue();
        return new Ran(
                json.path("solved").isBoolean() ? json.path("solved").booleanValue() : null,
                json.path("outcome").asText(),
                json.path("steps").asInt(),
                json.path("tokens").asLong(),
                usd == null ? null : new BigDecimal(usd),
                json.path("millis").asLong());
    }
}
