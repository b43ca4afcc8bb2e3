package dev.mimo.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Values under names that the model chooses, in its order. */
record MapShape(Shape value) implements Shape {

    @Override
    public ObjectNode schema() {
        ObjectNode schema = Json.object().put("type", "object");
        schema.set("additionalProperties", value.schema());
        return schema;
    }

    @Override
    public Object bind(JsonNode node, String at) {
        JsonNode object = node.isObject() ? node : Shape.unquoted(node);
        if (object == null || !object.isObject()) {
            throw Shape.misfit(at, "an object", node);
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            values.put(field.getKey(), value.bind(field.getValue(), Shape.field(at, field.getKey())));
        }
        return Collections.unmodifiableMap(values);
    }
}
