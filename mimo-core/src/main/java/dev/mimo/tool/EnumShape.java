package dev.mimo.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import java.util.Arrays;
import java.util.stream.Collectors;

/** One of the names of an enum, to the letter. */
record EnumShape(Class<?> type) implements Shape {

    @Override
    public ObjectNode schema() {
        ObjectNode schema = Json.object().put("type", "string");
        for (Object constant : type.getEnumConstants()) {
            schema.withArray("enum").add(((Enum<?>) constant).name());
        }
        return schema;
    }

    @Override
    public Object bind(JsonNode node, String at) {
        for (Object constant : type.getEnumConstants()) {
            if (node.isTextual() && ((Enum<?>) constant).name().equals(node.textValue())) {
                return constant;
            }
        }
        String names = Arrays.stream(type.getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name())
                .collect(Collectors.joining(", "));
        throw Shape.misfit(at, "one of " + names, node);
    }
}
