package dev.mimo.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.MimoException;
import dev.mimo.environment.Sha256;
import dev.mimo.model.Json;
import dev.mimo.model.JsonSchema;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a server says of one tool.
 *
 * @param name as the server calls it
 * @param description cleaned and bounded
 * @param schema of what it takes; descriptions in it likewise
 * @param hash of all three as the server sent them, so that a change nobody can see is one too
 */
record Definition(String name, String description, ObjectNode schema, String hash) {

    static final int LONGEST_DESCRIPTION = 2_048;
    private static final int LONGEST_SCHEMA = 32 * 1024;
    private static final int DEEPEST_SCHEMA = 64;
    private static final Set<String> WORDS = Set.of("description", "title", "$comment");

    static Definition of(String name, String description, JsonNode schema) {
        ObjectNode whole =
                Json.object().put("name", name).put("description", description).set("schema", schema);
        ObjectNode object = schema instanceof ObjectNode given ? given.deepCopy() : Json.object();
        if (!object.path("type").isTextual()) {
            object.put("type", "object");
        }
        return new Definition(
                name,
                ServerText.description(description, LONGEST_DESCRIPTION),
                object,
                Sha256.hex(Json.canonical(whole).getBytes(StandardCharsets.UTF_8)));
    }

    /** Why no agent can use it; null when one can. */
    @Nullable
    String findProblem() {
        if (name.isBlank()) {
            return "it has no name";
        }
        if (depth(schema, 0) > DEEPEST_SCHEMA || schema.toString().length() > LONGEST_SCHEMA) {
            return "the schema of its arguments is larger than " + LONGEST_SCHEMA / 1024 + " KiB or " + DEEPEST_SCHEMA
                    + " levels";
        }
        if (!schema.path("type").asText().equals("object")) {
            return "its arguments are no object";
        }
        try {
            JsonSchema.of(schema);
            return null;
        } catch (MimoException e) {
            return ServerText.line(e.getMessage(), 200);
        }
    }

    /** The schema as a model is told. For a definition without a problem. */
    ObjectNode cleanSchema() {
        return (ObjectNode) clean(schema, "");
    }

    private static JsonNode clean(JsonNode node, String under) {
        if (node instanceof ObjectNode object) {
            ObjectNode clean = Json.object();
            object.properties().forEach(field -> clean.set(field.getKey(), clean(field.getValue(), field.getKey())));
            return clean;
        }
        if (node instanceof ArrayNode items) {
            ArrayNode clean = Json.array();
            items.forEach(item -> clean.add(clean(item, "")));
            return clean;
        }
        boolean words = node.isTextual() && WORDS.contains(under);
        return words ? Json.array().textNode(ServerText.description(node.textValue(), LONGEST_DESCRIPTION)) : node;
    }

    /** Looks no deeper than it has to. */
    private static int depth(JsonNode node, int above) {
        int deepest = above + 1;
        if (deepest <= DEEPEST_SCHEMA) {
            for (JsonNode child : node) {
                deepest = Math.max(deepest, depth(child, above + 1));
            }
        }
        return deepest;
    }
}
