package dev.mimo.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mimo.model.Json;
import java.util.Map;

/**
 * A value in the shape of a JSON Schema, always the same for a schema and a number: its constant, else the first of its
 * choices, else by its type. Patterns, formats and lengths are not looked at.
 */
final class SchemaStub {

    /** So many items an array has, unless its schema wants more or allows less. */
    private static final int ITEMS = 2;

    /** A schema may ask for any number of items; a stub has so many at most. */
    private static final int MOST_ITEMS = 1_000;

    private final int number;

    private SchemaStub(int number) {
        this.number = number;
    }

    /** The value for the call of that number. */
    static JsonNode of(JsonNode schema, int number) {
        return new SchemaStub(number).value(schema, 0);
    }

    /** {@code depth}: in how many objects and arrays the value stands. */
    private JsonNode value(JsonNode schema, int depth) {
        if (schema.has("const")) {
            return schema.get("const");
        }
        for (String choice : new String[] {"enum", "anyOf", "oneOf", "allOf"}) {
            JsonNode first = schema.path(choice).path(0);
            if (!first.isMissingNode()) {
                return choice.equals("enum") ? first : value(first, depth);
            }
        }
        return switch (type(schema)) {
            case "object" -> object(schema, depth);
            case "array" -> array(schema, depth);
            case "number", "integer" -> schema.path("minimum").isNumber() ? schema.get("minimum") : IntNode.valueOf(1);
            case "boolean" -> BooleanNode.TRUE;
            case "null" -> NullNode.getInstance();
            default -> TextNode.valueOf("stub-" + number + "-" + depth);
        };
    }

    private static String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        JsonNode first = type.isArray() ? type.path(0) : type;
        if (first.isTextual()) {
            return first.textValue();
        }
        return schema.has("properties") ? "object" : schema.has("items") ? "array" : "string";
    }

    private ObjectNode object(JsonNode schema, int depth) {
        ObjectNode object = Json.object();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            object.set(property.getKey(), value(property.getValue(), depth + 1));
        }
        return object;
    }

    private ArrayNode array(JsonNode schema, int depth) {
        int wanted = Math.max(schema.path("minItems").asInt(0), ITEMS);
        JsonNode most = schema.path("maxItems");
        int count = Math.min(MOST_ITEMS, most.isNumber() ? Math.min(wanted, most.asInt()) : wanted);
        JsonNode items = schema.path("items");
        ArrayNode array = Json.array();
        for (int i = 0; i < count; i++) {
            array.add(value(items.isArray() ? items.path(i) : items, depth + 1));
        }
        return array;
    }
}
