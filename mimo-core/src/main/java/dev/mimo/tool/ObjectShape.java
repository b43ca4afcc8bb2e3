package dev.mimo.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Named fields from which one thing is made: a record's components, a method's parameters.
 *
 * @param doc what it is; empty when nobody said
 * @param fields in their order, which is that of the values given to {@code maker}
 */
record ObjectShape(String doc, List<Field> fields, Maker maker) implements Shape {

    ObjectShape {
        fields = List.copyOf(fields);
    }

    @Override
    public ObjectNode schema() {
        ObjectNode schema = Json.object().put("type", "object");
        if (!doc.isEmpty()) {
            schema.put("description", doc);
        }
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        for (Field field : fields) {
            ObjectNode property = field.shape().schema();
            if (!field.doc().isEmpty()) {
                property.put("description", field.doc());
            }
            properties.set(field.name(), property);
            if (!field.optional()) {
                required.add(field.name());
            }
        }
        return schema.put("additionalProperties", false);
    }

    @Override
    public Object bind(JsonNode node, String at) {
        return maker.make(values(node, at), at);
    }

    /** The fields' values, null for those left out. */
    @Nullable
    Object[] values(JsonNode node, String at) {
        JsonNode object = node.isObject() ? node : Shape.unquoted(node);
        if (object == null || !object.isObject()) {
            throw Shape.misfit(at, "an object", node);
        }
        refuseUnknown(object, at);
        refuseMissing(object, at);
        @Nullable Object[] values = new @Nullable Object[fields.size()];
        for (int i = 0; i < values.length; i++) {
            Field field = fields.get(i);
            JsonNode value = object.get(field.name());
            if (isThere(field, value)) {
                values[i] = field.shape().bind(value, Shape.field(at, field.name()));
            }
        }
        return values;
    }

    private void refuseUnknown(JsonNode object, String at) {
        for (Map.Entry<String, JsonNode> given : object.properties()) {
            if (fields.stream().noneMatch(field -> field.name().equals(given.getKey()))) {
                String known = fields.stream().map(Field::name).collect(Collectors.joining(", "));
                throw new InvalidCall("unknown field \"" + Shape.field(at, given.getKey()) + "\"; "
                        + (known.isEmpty() ? "there are none" : "known are " + known));
            }
        }
    }

    private void refuseMissing(JsonNode object, String at) {
        List<String> missing = new ArrayList<>();
        for (Field field : fields) {
            if (!field.optional() && !isThere(field, object.get(field.name()))) {
                missing.add(Shape.field(at, field.name()));
            }
        }
        if (!missing.isEmpty()) {
            throw new InvalidCall("missing or null: " + String.join(", ", missing));
        }
    }

    /** Null means left out, but where any JSON may stand and something must. */
    private static boolean isThere(Field field, @Nullable JsonNode value) {
        boolean anyJson = field.shape() instanceof JsonShape json && !json.objectsOnly();
        return value != null && (!value.isNull() || (anyJson && !field.optional()));
    }

    /**
     * One field.
     *
     * @param doc what it is for; empty when nobody said
     * @param optional whether it may be left out
     */
    record Field(String name, String doc, Shape shape, boolean optional) {}

    /** Makes the thing. */
    @FunctionalInterface
    interface Maker {

        /** Throws {@link InvalidCall} when the thing itself does not take the values. */
        Object make(@Nullable Object[] values, String at);
    }
}
