package dev.mimo.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;

/** JSON as it came: any value, or an object of any fields. */
record JsonShape(boolean objectsOnly) implements Shape {

    @Override
    public ObjectNode schema() {
        return objectsOnly ? Json.object().put("type", "object") : Json.object();
    }

    @Override
    public Object bind(JsonNode node, String at) {
        if (!objectsOnly || node.isObject()) {
            return node;
        }
        JsonNode inner = Shape.unquoted(node);
        if (inner == null || !inner.isObject()) {
            throw Shape.misfit(at, "an object", node);
        }
        return inner;
    }
}
