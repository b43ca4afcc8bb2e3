package dev.mimo.providers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.MimoException;
import dev.mimo.model.Json;
import dev.mimo.providers.policy.EndpointPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of vendors and of the dialects they speak: the resource {@code vendors.json}, and whatever a host lays over
 * it. Immutable.
 */
public final class Vendors {

    private static final String ANY = "any";

    private final ObjectNode json;

    private Vendors(ObjectNode json) {
        this.json = json;
    }

    /** Those that come with the library. */
    public static Vendors standard() {
        try (InputStream in = Vendors.class.getResourceAsStream("vendors.json")) {
            if (in == null) {
                throw new MimoException("vendors.json is missing from the jar");
            }
            return new Vendors(Json.readObject(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a plain server of a dialect wants. */
    public EndpointPolicy policy(Dialect dialect) {
        return EndpointPolicy.read(merged(dialect), "vendors.json: dialect " + dialect.label());
    }

    /** What the endpoint of a vendor wants in a dialect; null when the vendor is unknown or speaks another one. */
    @Nullable
    EndpointPolicy findPolicy(String vendor, Dialect dialect) {
        for (JsonNode endpoint : json.path("vendors").path(vendor).path("endpoints")) {
            if (endpoint.path("dialect").asText().equals(dialect.label())) {
                return EndpointPolicy.read(
                        laidOver(merged(dialect), endpoint.path("policy")), "vendors.json: vendor " + vendor);
            }
        }
        return null;
    }

    private ObjectNode merged(Dialect dialect) {
        ObjectNode all = json.path("dialects").path(ANY).deepCopy();
        return laidOver(all, json.path("dialects").path(dialect.label()));
    }

    /** Objects are merged field by field; everything else replaces what stood there. */
    private static ObjectNode laidOver(ObjectNode below, JsonNode above) {
        for (Map.Entry<String, JsonNode> field : above.properties()) {
            JsonNode known = below.get(field.getKey());
            if (known instanceof ObjectNode object && field.getValue().isObject()) {
                laidOver(object, field.getValue());
            } else {
                below.set(field.getKey(), field.getValue().deepCopy());
            }
        }
        return below;
    }
}
