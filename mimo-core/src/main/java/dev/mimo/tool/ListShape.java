package dev.mimo.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A list, or a set, which keeps the order in which its members came first. */
record ListShape(Shape item, boolean set) implements Shape {

    @Override
    public ObjectNode schema() {
        ObjectNode schema = Json.object().put("type", "array");
        schema.set("items", item.schema());
        return schema;
    }

    @Override
    public Object bind(JsonNode node, String at) {
        JsonNode items = node.isArray() ? node : Shape.unquoted(node);
        if (items == null || !items.isArray()) {
            throw Shape.misfit(at, "a list", node);
        }
        List<Object> values = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            values.add(item.bind(items.get(i), at + "[" + i + "]"));
        }
        return set ? unmodifiable(values) : List.copyOf(values);
    }

    private static Set<Object> unmodifiable(List<Object> values) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(values));
    }
}
