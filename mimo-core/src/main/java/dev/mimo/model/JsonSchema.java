package dev.mimo.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.mimo.environment.MimoException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Schema (draft 2020-12), ready to check values. Nothing is fetched: a reference to elsewhere is an error. Safe for
 * use by several threads.
 */
public final class JsonSchema {

    private static final int MOST_FAULTS = 10;

    private final ObjectNode source;
    private final @Nullable PlainSchema plain;
    private volatile @Nullable Schema validator;

    private JsonSchema(ObjectNode source, @Nullable PlainSchema plain) {
        this.source = source;
        this.plain = plain;
    }

    /** Throws {@link MimoException} when it is no schema that can be used. */
    public static JsonSchema of(ObjectNode source) {
        JsonSchema schema = new JsonSchema(source, PlainSchema.find(source));
        if (schema.plain == null) {
            schema.validator();
        }
        return schema;
    }

    private Schema validator() {
        Schema made = validator;
        if (made == null) {
            try {
                SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
                made = registry.getSchema((JsonNode) source);
                made.initializeValidators();
            } catch (SchemaException e) {
                throw new MimoException("not a usable JSON Schema: " + e.getMessage(), e);
            }
            validator = made;
        }
        return made;
    }

    /** What is wrong with {@code value}, at most 10 sentences that a model can act on; empty when it follows the schema. */
    public List<String> check(JsonNode value) {
        if (plain != null && plain.surelyFits(value)) {
            return List.of();
        }
        List<String> faults = new ArrayList<>();
        for (com.networknt.schema.Error error : validator().validate(value)) {
            if (faults.size() == MOST_FAULTS) {
                break;
            }
            faults.add(error.toString());
        }
        return faults;
    }

    /**
     * Takes the first level of a value as it was meant: models at times write {@code "5"} or {@code "[1]"} where the schema
     * wants a number, a boolean, an array or an object, and null for what may be left out. Only then, and only where the text
     * is exactly that; anything else stays as it is.
     *
     * @return {@code value} itself when nothing was to be mended
     */
    public ObjectNode mend(ObjectNode value) {
        ObjectNode mended = null;
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            JsonNode wanted = source.path("properties").path(field.getKey());
            JsonNode spelled = spelled(field.getValue(), wanted);
            if (spelled != null) {
                mended = mended == null ? value.deepCopy() : mended;
                mended.set(field.getKey(), spelled);
            } else if (isLeftOut(field, wanted)) {
                mended = mended == null ? value.deepCopy() : mended;
                mended.remove(field.getKey());
            }
        }
        return mended == null ? value : mended;
    }

    private boolean isLeftOut(Map.Entry<String, JsonNode> field, JsonNode wanted) {
        if (!field.getValue().isNull() || !wanted.path("type").isTextual()) {
            return false;
        }
        for (JsonNode name : source.path("required")) {
            if (name.asText().equals(field.getKey())) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable JsonNode spelled(JsonNode value, JsonNode wanted) {
        String type = wanted.path("type").asText();
        if (!value.isTextual() || type.isEmpty() || type.equals("string")) {
            return null;
        }
        try {
            JsonNode parsed = Json.read(value.textValue());
            boolean fits = switch (type) {
                case "integer" -> parsed.isIntegralNumber();
                case "number" -> parsed.isNumber();
                case "boolean" -> parsed.isBoolean();
                case "array" -> parsed.isArray();
                case "object" -> parsed.isObject();
                default -> false;
            };
            return fits ? parsed : null;
        } catch (MimoException e) {
            return null;
        }
    }
}
