package dev.mimo.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.MimoException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads one object of a stored format strictly: each field is asked for by name, and one that nobody asked for is an error.
 *
 * <p>Every fault is a {@link MimoException} that names the place, such as {@code message.content[2].type}. Confined to one
 * thread.
 */
public final class Fields {

    private final ObjectNode node;
    private final @Nullable Fields parent;
    private final String name;
    private final Set<String> asked = new HashSet<>();

    private Fields(JsonNode node, @Nullable Fields parent, String name) {
        this.parent = parent;
        this.name = name;
        if (!(node instanceof ObjectNode object)) {
            throw new MimoException(place() + " must be an object: " + shortened(node));
        }
        this.node = object;
    }

    /** The outermost object, called {@code place} in messages. */
    public static Fields of(JsonNode node, String place) {
        return new Fields(node, null, place);
    }

    /** A text that must be there. */
    public String text(String field) {
        JsonNode value = any(field);
        return value.isTextual() ? value.textValue() : refuse(field, "a text");
    }

    /** A text; null when the field is absent. */
    public @Nullable String textOrNull(String field) {
        return has(field) ? text(field) : null;
    }

    /** A whole number that fits a long. */
    public long number(String field) {
        JsonNode value = any(field);
        return value.isIntegralNumber() && value.canConvertToLong()
                ? value.longValue()
                : refuse(field, "a whole number of 64 bits");
    }

    public boolean flag(String field) {
        JsonNode value = any(field);
        return value.isBoolean() ? value.booleanValue() : refuse(field, "true or false");
    }

    /** An object of somebody else's shape, as it is. */
    public ObjectNode object(String field) {
        JsonNode value = any(field);
        return value instanceof ObjectNode object ? object : refuse(field, "an object");
    }

    /** An object of a shape of ours; read by {@code reader}, which need not end it. */
    public <T> T read(String field, Function<Fields, T> reader) {
        return ended(new Fields(any(field), this, field), reader);
    }

    /** As {@link #read}; null when the field is absent. */
    public <T> @Nullable T readOrNull(String field, Function<Fields, T> reader) {
        return has(field) ? read(field, reader) : null;
    }

    /** A list of objects of a shape of ours. */
    public <T> List<T> list(String field, Function<Fields, T> reader) {
        JsonNode value = any(field);
        if (!value.isArray()) {
            return refuse(field, "a list");
        }
        List<T> items = new ArrayList<>(value.size());
        for (JsonNode item : value) {
            items.add(ended(new Fields(item, this, field + "[" + items.size() + "]"), reader));
        }
        return items;
    }

    /** Any value, as it is, that must be there. */
    public JsonNode any(String field) {
        asked.add(field);
        JsonNode value = node.get(field);
        if (value == null) {
            throw new MimoException(place() + " has no field \"" + field + "\"");
        }
        return value;
    }

    /** Any value, JSON's null included; null when the field is absent. */
    public @Nullable JsonNode anyOrNull(String field) {
        return has(field) ? any(field) : null;
    }

    /**
     * Says that a field has a value that nobody knows; returned nowhere.
     *
     * @param expected what was expected, such as {@code a known role}
     */
    @SuppressWarnings({"TypeParameterUnusedInFormals", "DoNotCallSuggester"}) // Stands where a value is wanted.
    public <T> T refuse(String field, String expected) {
        throw new MimoException(place() + "." + field + " must be " + expected + ": " + shortened(node.path(field)));
    }

    /** Reads this object whole: fails when {@code reader} left a field out or could not make its value. */
    public <T> T whole(Function<Fields, T> reader) {
        return ended(this, reader);
    }

    /** Whether the field is there, which is then known. */
    public boolean has(String field) {
        asked.add(field);
        return node.has(field);
    }

    private static <T> T ended(Fields fields, Function<Fields, T> reader) {
        T value;
        try {
            value = reader.apply(fields);
        } catch (IllegalArgumentException e) {
            throw new MimoException(fields.place() + ": " + e.getMessage(), e);
        }
        fields.node.fieldNames().forEachRemaining(field -> {
            if (!fields.asked.contains(field)) {
                throw new MimoException(fields.place() + " has an unknown field \"" + field + "\"");
            }
        });
        return value;
    }

    private String place() {
        return parent == null ? name : parent.place() + "." + name;
    }

    private static String shortened(JsonNode value) {
        String text = value.isMissingNode() ? "nothing" : value.toString();
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
