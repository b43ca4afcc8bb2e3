package dev.mimo.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A schema that says no more than most tools say: types, properties, what is required, items and choices. It knows quickly
 * what follows the schema for sure; of everything else it knows nothing. Immutable.
 *
 * <p>A validator for the whole language costs some 250 classes and a few hundred milliseconds of CPU when it is first used
 * (measured on two cores), which most processes never need.
 */
final class PlainSchema {

    private static final Set<String> SAYS_NOTHING = Set.of("title", "description", "default", "examples");

    private static final Set<String> TYPES =
            Set.of("object", "array", "string", "integer", "number", "boolean", "null");

    private final String type;
    private final Map<String, PlainSchema> properties = new HashMap<>();
    private final Set<String> required = new HashSet<>();
    private final boolean open;
    private final @Nullable PlainSchema items;
    private final @Nullable Set<JsonNode> choices;

    private PlainSchema(String type, boolean open, @Nullable PlainSchema items, @Nullable Set<JsonNode> choices) {
        this.type = type;
        this.open = open;
        this.items = items;
        this.choices = choices;
    }

    /** Null when the schema says anything else. */
    static @Nullable PlainSchema find(JsonNode schema) {
        if (!(schema instanceof ObjectNode) || !saysNoMore(schema) || !schema.has("type")) {
            return null;
        }
        JsonNode items = schema.get("items");
        PlainSchema ofItems = items == null ? null : find(items);
        boolean open = schema.path("additionalProperties").asBoolean(true);
        PlainSchema plain = new PlainSchema(schema.get("type").textValue(), open, ofItems, choices(schema));
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            PlainSchema found = find(property.getValue());
            if (found == null) {
                return null;
            }
            plain.properties.put(property.getKey(), found);
        }
        schema.path("required").forEach(name -> plain.required.add(name.asText()));
        return items != null && ofItems == null ? null : plain;
    }

    private static boolean saysNoMore(JsonNode schema) {
        for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
            JsonNode value = keyword.getValue();
            boolean plain = switch (keyword.getKey()) {
                case "type" -> TYPES.contains(value.asText());
                case "additionalProperties" -> value.isBoolean();
                case "properties", "items" -> value.isObject();
                case "required" -> isTexts(value);
                case "enum" -> isTexts(value) && value.size() > 0;
                default -> SAYS_NOTHING.contains(keyword.getKey());
            };
            if (!plain) {
                return false;
            }
        }
        return true;
    }

    private static boolean isTexts(JsonNode list) {
        for (JsonNode item : list) {
            if (!item.isTextual()) {
                return false;
            }
        }
        return list.isArray();
    }

    private static @Nullable Set<JsonNode> choices(JsonNode schema) {
        if (!schema.has("enum")) {
            return null;
        }
        Set<JsonNode> choices = new HashSet<>();
        schema.get("enum").forEach(choices::add);
        return choices;
    }

    /** True only when the value follows the schema; false when it does not, or when that takes a closer look. */
    boolean surelyFits(JsonNode value) {
        if (choices != null && !choices.contains(value)) {
            return false;
        }
        return switch (type) {
            case "string" -> value.isTextual();
            case "boolean" -> value.isBoolean();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "null" -> value.isNull();
            case "array" -> value.isArray() && itemsFit(value);
            case "object" -> value.isObject() && propertiesFit(value);
            default -> false;
        };
    }

    private boolean itemsFit(JsonNode array) {
        if (items != null) {
            for (JsonNode item : array) {
                if (!items.surelyFits(item)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean propertiesFit(JsonNode object) {
        for (String name : required) {
            if (!object.has(name)) {
                return false;
            }
        }
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            PlainSchema property = properties.get(field.getKey());
            if (property == null ? !open : !property.surelyFits(field.getValue())) {
                return false;
            }
        }
        return true;
    }
}
