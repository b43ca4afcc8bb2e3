package dev.mimo.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * How a model is to answer. Null always means: as the provider has it. A provider leaves out what its endpoint does not
 * take.
 *
 * @param temperature 0 to 2
 * @param maxOutputTokens at least 1
 * @param effort how hard to think: {@code low}, {@code medium}, {@code high}, or what the endpoint knows
 * @param answerSchema a JSON Schema that the text of the final answer must follow
 */
public record ModelOptions(
        @Nullable Double temperature,
        @Nullable Integer maxOutputTokens,
        @Nullable String effort,
        @Nullable ObjectNode answerSchema) {

    private static final ModelOptions DEFAULTS = new ModelOptions(null, null, null, null);

    public ModelOptions {
        if (temperature != null && !(temperature >= 0 && temperature <= 2)) {
            throw new IllegalArgumentException("temperature must be in [0, 2]: " + temperature);
        }
        if (maxOutputTokens != null && maxOutputTokens < 1) {
            throw new IllegalArgumentException("maxOutputTokens must be at least 1: " + maxOutputTokens);
        }
    }

    /** Everything as the provider has it. */
    public static ModelOptions defaults() {
        return DEFAULTS;
    }

    public ModelOptions withTemperature(@Nullable Double value) {
        return new ModelOptions(value, maxOutputTokens, effort, answerSchema);
    }

    public ModelOptions withMaxOutputTokens(@Nullable Integer value) {
        return new ModelOptions(temperature, value, effort, answerSchema);
    }

    public ModelOptions withEffort(@Nullable String value) {
        return new ModelOptions(temperature, maxOutputTokens, value, answerSchema);
    }

    public ModelOptions withAnswerSchema(@Nullable ObjectNode value) {
        return new ModelOptions(temperature, maxOutputTokens, effort, value);
    }
}
