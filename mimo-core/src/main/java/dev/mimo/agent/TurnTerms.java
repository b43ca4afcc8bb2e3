package dev.mimo.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Fields;
import dev.mimo.model.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Under what terms a turn was begun, as far as they can be stored: what it takes to go on with it in another process.
 *
 * @param limits those of the input; null when it had none
 * @param answerSchema the form of the final answer; null for plain text
 * @param goal whether the input had one: code, which only the host can give again
 * @param attributes the names of those the input had; their values are the host's own
 */
record TurnTerms(@Nullable Limits limits, @Nullable ObjectNode answerSchema, boolean goal, List<String> attributes) {

    static TurnTerms of(Input input, @Nullable AnswerFormat format) {
        return new TurnTerms(
                input.limits(),
                format == null ? null : format.schema(),
                input.goal() != null,
                List.copyOf(new TreeSet<>(input.attributes().keySet())));
    }

    /** Null when there is nothing to say. */
    @Nullable
    ObjectNode toJson() {
        ObjectNode json = Json.object();
        if (limits != null) {
            json.set("limits", LimitsFormat.toJson(limits));
        }
        if (answerSchema != null) {
            json.set("answer_schema", answerSchema);
        }
        if (goal) {
            json.put("goal", true);
        }
        if (!attributes.isEmpty()) {
            ArrayNode names = json.putArray("attributes");
            attributes.forEach(names::add);
        }
        return json.isEmpty() ? null : json;
    }

    /** Throws {@link dev.mimo.environment.MimoException} for terms of a version that is not known. */
    static TurnTerms read(@Nullable ObjectNode json, String place) {
        return json == null
                ? new TurnTerms(null, null, false, List.of())
                : Fields.of(json, place).whole(TurnTerms::read);
    }

    private static TurnTerms read(Fields from) {
        List<String> attributes = new ArrayList<>();
        JsonNode names = from.anyOrNull("attributes");
        if (names != null) {
            names.forEach(name -> attributes.add(name.asText()));
        }
        return new TurnTerms(
                from.readOrNull("limits", LimitsFormat::read),
                from.has("answer_schema") ? from.object("answer_schema") : null,
                from.has("goal") && from.flag("goal"),
                attributes);
    }

    @Nullable
    AnswerFormat format() {
        return answerSchema == null ? null : new AnswerFormat(answerSchema, object -> {});
    }

    /**
     * The input to go on with.
     *
     * @param known what is still known of the first one, or was given again
     * @throws IllegalStateException when something is missing that only the host can give
     */
    Input again(Input known) {
        if (goal && known.goal() == null) {
            throw new IllegalStateException(
                    "the turn has a goal, which is not stored: give it again, resume(answers, attributes, goal)");
        }
        List<String> missing = new ArrayList<>(attributes);
        missing.removeAll(known.attributes().keySet());
        if (!missing.isEmpty()) {
            throw new IllegalStateException(
                    "the turn has attributes, which are not stored: give them again: " + String.join(", ", missing));
        }
        return limits == null ? known : known.limits(limits);
    }
}
