package dev.mimo.providers.policy;

import dev.mimo.model.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Whether the request marks what is worth caching.
 *
 * @param marks whether it does; endpoints that cache by themselves want none
 * @param ttl how long it shall be kept, as the endpoint writes it ({@code 5m}, {@code 1h}); null leaves that to it
 */
public record Caching(boolean marks, @Nullable String ttl) {

    static Caching read(Fields fields) {
        return new Caching(fields.flag("marks"), Words.textOrNull(fields, "ttl"));
    }
}
