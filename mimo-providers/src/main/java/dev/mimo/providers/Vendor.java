package dev.mimo.providers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.model.Fields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A company or a kind of server that hosts models, and the endpoints at which it does. Immutable.
 *
 * @param name the prefix in names of models, such as {@code deepseek}
 * @param title what people call it
 * @param endpoints in the order in which they are tried; at least one
 * @param models how its models are named
 * @param elsewhere the dialect of a server that nobody knows, when this vendor's variable names one; that server is a plain
 *     one then. Null when such a server is taken for one of the vendor's own
 * @param withoutKey what else to say when no key is there; null when there is nothing
 */
public record Vendor(
        String name,
        String title,
        List<VendorEndpoint> endpoints,
        Names models,
        @Nullable Dialect elsewhere,
        @Nullable String withoutKey) {

    public Vendor {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("vendor " + name + " has no endpoint");
        }
    }

    static Vendor read(String name, Fields fields) {
        String elsewhere = fields.textOrNull("elsewhere");
        fields.object("policy"); // Read by Vendors, which lays it over that of the dialect.
        return new Vendor(
                name,
                fields.text("title"),
                fields.list("endpoints", endpoint -> VendorEndpoint.read(name, endpoint)),
                fields.read("models", Names::read),
                elsewhere == null ? null : Dialect.of(elsewhere),
                fields.textOrNull("without_key"));
    }

    /**
     * How the models of a vendor are named.
     *
     * @param standard the model that is asked for when only a key is there; null when there is none
     * @param variable the environment variable that names another one; null when there is none
     * @param aliases other names of models
     */
    public record Names(@Nullable String standard, @Nullable String variable, Map<String, String> aliases) {

        public Names {
            aliases = Map.copyOf(aliases);
        }

        static Names read(Fields fields) {
            Map<String, String> aliases = new LinkedHashMap<>();
            fields.object("aliases")
                    .properties()
                    .forEach(alias ->
                            aliases.put(alias.getKey(), alias.getValue().asText()));
            JsonNode standard = fields.any("default");
            return new Names(standard.isNull() ? null : fields.text("default"), fields.textOrNull("variable"), aliases);
        }
    }
}
