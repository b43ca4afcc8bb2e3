package dev.mimo.providers.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.model.Fields;
import dev.mimo.model.ModelOptions;
import org.jspecify.annotations.Nullable;

/**
 * What may be said about temperature.
 *
 * @param temperature whether it may be sent at all
 * @param highest the highest one that is taken; a higher wish becomes this
 */
public record Sampling(boolean temperature, double highest) {

    /** The temperature to be sent; null when none is. */
    public @Nullable Double temperature(ModelOptions options) {
        Double wish = options.temperature();
        return wish == null || !temperature ? null : Math.min(wish, highest);
    }

    static Sampling read(Fields fields) {
        JsonNode highest = fields.any("highest");
        return new Sampling(
                fields.flag("temperature"),
                highest.isNumber() ? highest.doubleValue() : fields.<Double>refuse("highest", "a number"));
    }
}
