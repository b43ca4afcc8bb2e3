package dev.mimo.providers.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import dev.mimo.providers.policy.ToolRules.SchemaFix;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Changes input schemas into what an endpoint takes. What a call holds is checked against the tool's own schema all the same. */
public final class ToolSchemas {

    private static final List<String> COMBINATIONS = List.of("anyOf", "oneOf", "allOf");

    private ToolSchemas() {}

    /** The schema itself where nothing is to be changed, else a changed copy. */
    public static ObjectNode fixed(ObjectNode schema, Set<SchemaFix> fixes) {
        if (fixes.isEmpty()) {
            return schema;
        }
        ObjectNode copy = schema.deepCopy();
        if (fixes.contains(SchemaFix.ROOT_COMBINATION)) {
            flattenRoot(copy);
        }
        walk(copy, fixes);
        return copy;
    }

    /** All properties of all branches; required is what every branch of a choice requires, or any part of a whole. */
    private static void flattenRoot(ObjectNode root) {
        for (String keyword : COMBINATIONS) {
            JsonNode branches = root.remove(keyword);
            if (branches == null || !branches.isArray()) {
                continue;
            }
            ObjectNode properties = root.withObjectProperty("properties");
            List<Set<String>> required = new ArrayList<>();
            for (JsonNode branch : branches) {
                branch.path("properties").properties().forEach(property -> add(properties, property));
                required.add(texts(branch.path("required")));
            }
            Set<String> all = texts(root.path("required"));
            all.addAll(keyword.equals("allOf") ? union(required) : intersection(required));
            if (!all.isEmpty()) {
                ArrayNode list = root.putArray("required");
                all.forEach(list::add);
            }
        }
        root.put("type", "object");
    }

    /** A property that branches describe differently may be any of it; different constants become an enumeration. */
    private static void add(ObjectNode properties, Map.Entry<String, JsonNode> property) {
        JsonNode known = properties.get(property.getKey());
        if (known == null) {
            properties.set(property.getKey(), property.getValue());
        } else if (!known.equals(property.getValue())) {
            properties.set(property.getKey(), either(known, property.getValue()));
        }
    }

    private static JsonNode either(JsonNode one, JsonNode other) {
        if (other.has("const") && (one.has("const") || one.has("enum"))) {
            ObjectNode merged = one.deepCopy();
            JsonNode constant = merged.remove("const");
            ArrayNode words = merged.withArrayProperty("enum");
            if (constant != null) {
                words.add(constant);
            }
            words.add(other.get("const"));
            return merged;
        }
        ObjectNode merged = Json.object();
        ArrayNode choices = merged.putArray("anyOf");
        choices.add(one);
        choices.add(other);
        return merged;
    }

    private static void walk(JsonNode node, Set<SchemaFix> fixes) {
        if (node instanceof ObjectNode schema) {
            fix(schema, fixes);
        }
        for (JsonNode child : node) {
            walk(child, fixes);
        }
    }

    private static void fix(ObjectNode schema, Set<SchemaFix> fixes) {
        boolean array = schema.path("type").asText().equals("array");
        if (array && !schema.has("items") && fixes.contains(SchemaFix.ARRAY_WITHOUT_ITEMS)) {
            schema.putObject("items");
        }
        JsonNode type = schema.get("type");
        JsonNode choices = schema.has("anyOf") ? schema.get("anyOf") : schema.get("oneOf");
        boolean beside = type != null && type.isTextual() && choices != null && choices.isArray();
        if (beside && fixes.contains(SchemaFix.TYPE_BESIDE_COMBINATION)) {
            schema.remove("type");
            for (JsonNode choice : choices) {
                if (choice instanceof ObjectNode branch && !branch.has("type") && !branch.has("$ref")) {
                    branch.set("type", type);
                }
            }
        }
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new LinkedHashSet<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    private static Set<String> union(List<Set<String>> sets) {
        Set<String> union = new LinkedHashSet<>();
        sets.forEach(union::addAll);
        return union;
    }

    private static Set<String> intersection(List<Set<String>> sets) {
        Set<String> common = new LinkedHashSet<>(sets.isEmpty() ? Set.of() : sets.get(0));
        sets.forEach(common::retainAll);
        return common;
    }
}
