package dev.mimo.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import dev.mimo.model.JsonSchema;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The smallest value that follows a JSON Schema: {@code const}, the first of {@code enum}, else the least of its type, with
 * required fields only. Not every schema can be met so; that is said and not guessed.
 */
final class MinimalValue {

    /** Deeper than any schema that people write; one that refers to itself gets there. */
    private static final int DEEPEST = 32;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final Map<String, String> FORMATS = Map.of(
            "date-time", "2026-01-01T00:00:00Z",
            "date", "2026-01-01",
            "time", "00:00:00Z",
            "duration", "PT1S",
            "email", "a@example.com",
            "hostname", "example.com",
            "ipv4", "127.0.0.1",
            "ipv6", "::1",
            "uuid", "00000000-0000-0000-0000-000000000000",
            "uri", "https://example.com/");

    /** Tried in turn where there is a pattern. */
    private static final List<String> WORDS =
            List.of("x", "X", "1", "x1", "X1", "1.0", "x.x", "a@example.com", "2026-01-01", "00:00", "/x", "#000000");

    private final ObjectNode root;

    private MinimalValue(ObjectNode root) {
        this.root = root;
    }

    /**
     * The value.
     *
     * @param whose what the value is for, in the message
     * @throws AssertionError when none was found
     */
    static JsonNode of(ObjectNode schema, String whose) {
        JsonNode value;
        try {
            value = new MinimalValue(schema).value(schema, 0);
        } catch (IllegalStateException e) {
            throw new AssertionError("no smallest value for " + whose + ": " + e.getMessage(), e);
        }
        List<String> faults = JsonSchema.of(schema).check(value);
        if (!faults.isEmpty()) {
            throw new AssertionError("no smallest value for " + whose + ": tried " + value + ", but " + faults);
        }
        return value;
    }

    private JsonNode value(JsonNode schema, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalStateException("the schema goes more than " + DEEPEST + " deep");
        }
        if (schema.has("const")) {
            return schema.get("const");
        } else if (schema.path("enum").size() > 0) {
            return schema.get("enum").get(0);
        } else if (schema.has("$ref") || schema.has("allOf")) {
            return value(merged(schema, depth), depth + 1);
        } else if (schema.has("anyOf") || schema.has("oneOf")) {
            return firstThatWorks(schema, depth);
        }
        return switch (type(schema)) {
            case "object" -> object(schema, depth);
            case "array" -> array(schema, depth);
            case "string" -> NODES.textNode(text(schema));
            case "integer", "number" -> number(schema);
            case "boolean" -> NODES.booleanNode(false);
            default -> NODES.nullNode();
        };
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (type.isTextual()) {
            return type.textValue();
        }
        for (JsonNode one : type) {
            if (!one.asText().equals("null")) {
                return one.asText();
            }
        }
        boolean object = schema.has("properties") || schema.has("required");
        return object ? "object" : schema.has("items") || schema.has("minItems") ? "array" : "string";
    }

    /** All that holds at once, in one schema; of two limits of one name the last is taken. */
    private ObjectNode merged(JsonNode schema, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalStateException("the schema refers to itself");
        }
        ObjectNode all = Json.object();
        if (schema.has("$ref")) {
            merge(all, referred(schema.get("$ref").asText()), depth);
        }
        schema.path("allOf").forEach(part -> merge(all, part, depth));
        ObjectNode rest = ((ObjectNode) schema).deepCopy();
        rest.remove(List.of("$ref", "allOf"));
        merge(all, rest, depth);
        return all;
    }

    private void merge(ObjectNode to, JsonNode part, int depth) {
        JsonNode flat = part.has("$ref") || part.has("allOf") ? merged(part, depth + 1) : part;
        flat.properties().forEach(field -> {
            JsonNode before = to.get(field.getKey());
            if (before instanceof ObjectNode fields && field.getKey().equals("properties")) {
                fields.setAll((ObjectNode) field.getValue());
            } else if (before instanceof ArrayNode items && field.getKey().equals("required")) {
                items.addAll((ArrayNode) field.getValue());
            } else {
                to.set(field.getKey(), field.getValue().deepCopy());
            }
        });
    }

    private JsonNode referred(String reference) {
        JsonNode target = reference.equals("#")
                ? root
                : reference.startsWith("#/") ? root.at(reference.substring(1)) : NODES.missingNode();
        if (!target.isObject()) {
            throw new IllegalStateException("nothing is found under $ref \"" + reference + "\"");
        }
        return target;
    }

    private JsonNode firstThatWorks(JsonNode schema, int depth) {
        ObjectNode rest = ((ObjectNode) schema).deepCopy();
        rest.remove(List.of("anyOf", "oneOf"));
        IllegalStateException last = new IllegalStateException("a choice without cases");
        for (JsonNode choice : schema.has("anyOf") ? schema.get("anyOf") : schema.get("oneOf")) {
            try {
                ObjectNode both = Json.object();
                merge(both, rest, depth);
                merge(both, choice, depth);
                return value(both, depth + 1);
            } catch (IllegalStateException e) {
                last = e;
            }
        }
        throw last;
    }

    private ObjectNode object(JsonNode schema, int depth) {
        ObjectNode value = Json.object();
        for (JsonNode name : schema.path("required")) {
            value.set(name.asText(), property(schema, name.asText(), depth));
        }
        int least = schema.path("minProperties").asInt(0);
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            if (value.size() < least && !value.has(property.getKey())) {
                value.set(property.getKey(), property(schema, property.getKey(), depth));
            }
        }
        for (int i = 1; value.size() < least; i++) {
            value.set("x" + i, property(schema, "x" + i, depth));
        }
        return value;
    }

    private JsonNode property(JsonNode schema, String name, int depth) {
        JsonNode known = schema.path("properties").path(name);
        JsonNode its = known.isMissingNode() ? schema.path("additionalProperties") : known;
        return its.isObject() ? value(its, depth + 1) : NODES.textNode("x");
    }

    private ArrayNode array(JsonNode schema, int depth) {
        ArrayNode value = Json.array();
        int least = schema.path("minItems").asInt(0);
        for (int i = 0; i < least; i++) {
            JsonNode first = schema.path("prefixItems").path(i);
            JsonNode its = first.isMissingNode() ? schema.path("items") : first;
            JsonNode item = its.isObject() ? value(its, depth + 1) : NODES.textNode("x");
            value.add(schema.path("uniqueItems").asBoolean() && i > 0 ? another(item, its, i) : item);
        }
        return value;
    }

    private static JsonNode another(JsonNode item, JsonNode schema, int index) {
        if (schema.path("enum").size() > index) {
            return schema.get("enum").get(index);
        }
        return item.isNumber()
                ? NODES.numberNode(item.decimalValue().add(BigDecimal.valueOf(index)))
                : item.isTextual() ? NODES.textNode(item.textValue() + index) : item;
    }

    private static String text(JsonNode schema) {
        String format = FORMATS.get(schema.path("format").asText());
        int least = schema.path("minLength")
                .asInt(format == null && schema.path("maxLength").asInt(1) > 0 ? 1 : 0);
        if (schema.has("pattern")) {
            return matching(schema.get("pattern").asText(), least);
        }
        return format == null ? "x".repeat(least) : format;
    }

    private static String matching(String pattern, int least) {
        try {
            Pattern wanted = Pattern.compile(pattern);
            for (String word : WORDS) {
                String candidate = word.length() < least ? word.repeat(least / word.length() + 1) : word;
                for (String one : List.of(word, candidate.substring(0, Math.max(least, word.length())))) {
                    if (one.length() >= least && wanted.matcher(one).find()) {
                        return one;
                    }
                }
            }
        } catch (PatternSyntaxException e) {
            // told below: another engine may know it
        }
        throw new IllegalStateException("no text was found for pattern \"" + pattern + "\"");
    }

    private static JsonNode number(JsonNode schema) {
        boolean whole = type(schema).equals("integer");
        BigDecimal step = schema.path("multipleOf").isNumber()
                ? schema.get("multipleOf").decimalValue()
                : whole ? BigDecimal.ONE : new BigDecimal("0.5");
        BigDecimal least = limit(schema, "minimum");
        BigDecimal above = limit(schema, "exclusiveMinimum");
        BigDecimal most = limit(schema, "maximum");
        BigDecimal below = limit(schema, "exclusiveMaximum");
        BigDecimal value = BigDecimal.ZERO;
        if (least.compareTo(value) > 0) {
            value = least.divide(step, 0, RoundingMode.CEILING).multiply(step);
        }
        if (above.compareTo(value) >= 0 && schema.has("exclusiveMinimum")) {
            value = above.divide(step, 0, RoundingMode.FLOOR)
                    .add(BigDecimal.ONE)
                    .multiply(step);
        }
        if (schema.has("maximum") && most.compareTo(value) < 0) {
            value = most.divide(step, 0, RoundingMode.FLOOR).multiply(step);
        }
        if (schema.has("exclusiveMaximum") && below.compareTo(value) <= 0) {
            value = below.divide(step, 0, RoundingMode.CEILING)
                    .subtract(BigDecimal.ONE)
                    .multiply(step);
        }
        return whole ? NODES.numberNode(value.toBigInteger()) : NODES.numberNode(value);
    }

    private static BigDecimal limit(JsonNode schema, String name) {
        return schema.path(name).isNumber() ? schema.get(name).decimalValue() : BigDecimal.ZERO;
    }
}
