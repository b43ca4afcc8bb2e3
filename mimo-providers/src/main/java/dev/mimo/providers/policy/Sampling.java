package dev.mimo.providers.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.model.Fields;

/**
 * What may be said about temperature.
 *
 * @param temperature whether it may be sent at all
 * @param highest the highest one that is taken; a higher wish becomes this
 */
public record Sampling(boolean temperature, double highest) {

    static Sampling read(Fields fields) {
        JsonNode highest = fields.any("highest");
        return new Sampling(
                fields.flag("temperature"),
                highest.isNumber() ? highest.doubleValue() : fields.<Double>refuse("highest", "a number"));
    }
}
