package dev.mimo.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import java.util.Map;

/** One of the records of a sealed interface, told apart by the field {@code type}, which holds the record's name. */
record ChoiceShape(Map<String, ObjectShape> choices) implements Shape {

    static final String TAG = "type";

    @Override
    public ObjectNode schema() {
        ObjectNode schema = Json.object();
        ArrayNode anyOf = schema.putArray("anyOf");
        choices.forEach((name, choice) -> anyOf.add(tagged(name, choice.schema())));
        return schema;
    }

    @Override
    public Object bind(JsonNode node, String at) {
        JsonNode object = node.isObject() ? node : Shape.unquoted(node);
        if (object == null || !object.isObject()) {
            throw Shape.misfit(at, "an object", node);
        }
        JsonNode tag = object.path(TAG);
        ObjectShape choice = tag.isTextual() ? choices.get(tag.textValue()) : null;
        if (choice == null) {
            throw new InvalidCall(Shape.field(at, TAG) + " must be one of " + String.join(", ", choices.keySet()));
        }
        return choice.bind(object.<ObjectNode>deepCopy().without(TAG), at);
    }

    private static ObjectNode tagged(String name, ObjectNode schema) {
        ObjectNode properties = Json.object();
        properties.putObject(TAG).put("type", "string").put("const", name);
        properties.setAll((ObjectNode) schema.get("properties"));
        schema.set("properties", properties);
        schema.withArray("required").insert(0, TAG);
        return schema;
    }
}
