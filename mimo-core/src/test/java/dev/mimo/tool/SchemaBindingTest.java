package dev.mimo.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.mimo.model.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Random;
import java.util.stream.StreamSupport;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The schema and the binding say the same. */
class SchemaBindingTest {

    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    @Property(tries = 300)
    void whatever_follows_the_schema_binds(@ForAll long seed) {
        Random random = new Random(seed);
        for (Class<? extends Record> type : types()) {
            ObjectNode schema = RecordSchema.of(type);
            ObjectNode value = (ObjectNode) follow(schema, random);

            assertThat(validator(schema).validate(value)).isEmpty();
            assertThat(RecordSchema.bind(value, type)).isInstanceOf(type);
        }
    }

    @Property(tries = 300)
    void whatever_has_a_field_spoilt_follows_neither(@ForAll long seed) {
        Random random = new Random(seed);
        for (Class<? extends Record> type : types()) {
            ObjectNode schema = RecordSchema.of(type);
            ObjectNode value = (ObjectNode) follow(schema, random);
            String field = spoil(schema, value, random);
            if (field == null) {
                continue;
            }

            assertThat(validator(schema).validate(value)).isNotEmpty();
            assertThatThrownBy(() -> RecordSchema.bind(value, type))
                    .isInstanceOf(InvalidCall.class)
                    .hasMessageContaining(field);
        }
    }

    private static java.util.List<Class<? extends Record>> types() {
        return java.util.List.of(
                RecordSchemaTest.Order.class,
                RecordSchemaTest.Numbers.class,
                RecordSchemaTest.Times.class,
                RecordSchemaTest.Free.class,
                RecordSchemaTest.Drawing.class,
                RecordSchemaTest.Empty.class);
    }

    private static Schema validator(ObjectNode schema) {
        return REGISTRY.getSchema(schema);
    }

    private static String spoil(ObjectNode schema, ObjectNode value, Random random) {
        JsonNode required = schema.get("required");
        if (random.nextBoolean() || required.isEmpty()) {
            value.put("no_such_field", 1);
            return "no_such_field";
        }
        String field = required.get(random.nextInt(required.size())).asText();
        if (random.nextBoolean()) {
            value.remove(field);
            return field;
        }
        if (!schema.at("/properties/" + field).has("type")) {
            return null;
        }
        value.put(
                field,
                "string".equals(schema.at("/properties/" + field + "/type").asText()) ? "5" : "no");
        if (value.get(field).asText().equals("5")) {
            value.put(field, 5);
        }
        return field;
    }

    private static JsonNode follow(JsonNode schema, Random random) {
        if (schema.has("anyOf")) {
            return follow(
                    schema.get("anyOf").get(random.nextInt(schema.get("anyOf").size())), random);
        }
        if (schema.has("const")) {
            return schema.get("const");
        }
        if (schema.has("enum")) {
            return schema.get("enum").get(random.nextInt(schema.get("enum").size()));
        }
        return switch (schema.path("type").asText()) {
            case "object" -> object(schema, random);
            case "array" -> array(schema, random);
            case "integer" -> Json.object().put("n", random.nextInt(256) - 128).get("n");
            case "number" -> Json.object().put("n", random.nextInt(2000) / 8.0).get("n");
            case "boolean" -> Json.object().put("b", random.nextBoolean()).get("b");
            case "string" -> Json.object().put("s", text(schema, random)).get("s");
            default -> Json.array().add(random.nextInt()).add("any");
        };
    }

    private static JsonNode object(JsonNode schema, Random random) {
        ObjectNode object = Json.object();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            boolean required = StreamSupport.stream(schema.get("required").spliterator(), false)
                    .anyMatch(name -> name.asText().equals(property.getKey()));
            if (required || random.nextBoolean()) {
                object.set(property.getKey(), follow(property.getValue(), random));
            }
        }
        if (schema.path("additionalProperties").isObject()) {
            object.set("key " + random.nextInt(9), follow(schema.get("additionalProperties"), random));
        }
        return object;
    }

    private static JsonNode array(JsonNode schema, Random random) {
        ArrayNode array = Json.array();
        for (int i = random.nextInt(4); i > 0; i--) {
            array.add(follow(schema.get("items"), random));
        }
        return array;
    }

    private static String text(JsonNode schema, Random random) {
        return switch (schema.path("format").asText()) {
            case "date-time" -> Instant.ofEpochSecond(random.nextInt()).toString();
            case "date" -> LocalDate.ofEpochDay(random.nextInt(40_000)).toString();
            case "duration" -> Duration.ofSeconds(random.nextInt(100_000)).toString();
            default -> String.valueOf((char) ('a' + random.nextInt(26)));
        };
    }
}
