package dev.mimo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class JsonSchemaTest {

    private final JsonSchema schema = JsonSchema.of(Json.readObject("""
            {"type": "object", "required": ["n"], "additionalProperties": false, "properties": {
              "n": {"type": "integer"}, "on": {"type": "boolean"}, "names": {"type": "array", "items": {"type": "string"}},
              "text": {"type": "string"}}}
            """));

    @Test
    void takes_text_for_what_it_spells_and_null_for_what_is_left_out() {
        ObjectNode mended = schema.mend(
                Json.readObject("{\"n\": \"5\", \"on\": \"true\", \"names\": \"[\\\"a\\\"]\", \"text\": null}"));

        assertThat(mended).isEqualTo(Json.readObject("{\"n\": 5, \"on\": true, \"names\": [\"a\"]}"));
        assertThat(schema.check(mended)).isEmpty();
    }

    @Test
    void leaves_alone_what_is_not_exactly_that() {
        ObjectNode value = Json.readObject("{\"n\": \"5 apples\", \"on\": \"yes\", \"text\": \"7\"}");

        assertThat(schema.mend(value)).isSameAs(value);
        assertThat(schema.check(value)).hasSize(2);
    }

    @Test
    void a_required_value_that_is_null_stays_a_fault() {
        assertThat(schema.check(schema.mend(Json.readObject("{\"n\": null}")))).hasSize(1);
    }

    @Test
    void says_where_the_fault_is() {
        assertThat(schema.check(Json.readObject("{\"n\": 1, \"names\": [1], \"more\": 2}")))
                .anyMatch(fault -> fault.contains("/names/0"))
                .anyMatch(fault -> fault.contains("more"));
    }

    @Test
    void a_schema_that_says_little_is_checked_like_any_other() {
        JsonSchema same = JsonSchema.of(Json.readObject("""
                {"type": "object", "required": ["n"], "additionalProperties": false, "minProperties": 0, "properties": {
                  "n": {"type": "integer"}, "on": {"type": "boolean"},
                  "names": {"type": "array", "items": {"type": "string"}}, "text": {"type": "string"}}}
                """));

        for (String value : List.of(
                "{\"n\": 1}",
                "{\"n\": 1.0}",
                "{\"n\": 1.5}",
                "{}",
                "{\"n\": null}",
                "{\"n\": 1, \"x\": 1}",
                "{\"n\": 1, \"names\": [\"a\", 1]}",
                "{\"n\": 1, \"names\": {}}",
                "{\"n\": 1, \"on\": \"true\"}")) {
            assertThat(schema.check(Json.read(value))).as(value).isEqualTo(same.check(Json.read(value)));
        }
    }

    /** The quick answer may leave things open, but must never say yes to what the whole validator refuses. */
    @Property(tries = 500)
    void what_surely_fits_has_no_fault(@ForAll long seed) {
        Random random = new Random(seed);
        ObjectNode plainSchema = schema(random, 3).put("type", "object");
        ObjectNode slow = plainSchema.deepCopy().put("minProperties", 0);
        PlainSchema plain = PlainSchema.find(plainSchema);
        JsonSchema whole = JsonSchema.of(slow);
        for (int i = 0; i < 20; i++) {
            JsonNode value = value(random, 3);
            if (plain != null && plain.surelyFits(value)) {
                assertThat(whole.check(value))
                        .as("%s for %s", value, plainSchema)
                        .isEmpty();
            }
        }
    }

    private static ObjectNode schema(Random random, int depth) {
        List<String> types = List.of("string", "integer", "number", "boolean", "null", "array", "object");
        String type = types.get(random.nextInt(depth == 0 ? 5 : types.size()));
        ObjectNode made = Json.object().put("type", type);
        if (type.equals("array") && random.nextBoolean()) {
            made.set("items", schema(random, depth - 1));
        }
        if (type.equals("string") && random.nextInt(3) == 0) {
            made.putArray("enum").add("a").add("b");
        }
        if (type.equals("object") || random.nextInt(4) == 0) {
            ObjectNode properties = made.putObject("properties");
            for (String name : List.of("a", "b")) {
                if (depth > 0 && random.nextBoolean()) {
                    properties.set(name, schema(random, depth - 1));
                }
            }
            made.put("additionalProperties", random.nextBoolean());
            if (random.nextBoolean()) {
                made.putArray("required").add("a");
            }
        }
        return made;
    }

    private static JsonNode value(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 5 : 7)) {
            case 0 -> TextNode.valueOf(random.nextBoolean() ? "a" : "c");
            case 1 -> IntNode.valueOf(random.nextInt(3));
            case 2 -> DoubleNode.valueOf(random.nextBoolean() ? 1.0 : 1.5);
            case 3 -> BooleanNode.valueOf(random.nextBoolean());
            case 4 -> NullNode.getInstance();
            case 5 -> Json.array().add(value(random, depth - 1)).add(value(random, depth - 1));
            default -> {
                ObjectNode object = Json.object();
                for (String name : List.of("a", "b", "c")) {
                    if (random.nextBoolean()) {
                        object.set(name, value(random, depth - 1));
                    }
                }
                yield object;
            }
        };
    }

    @Test
    void nothing_is_fetched_for_a_reference() {
        assertThatThrownBy(() -> JsonSchema.of(
                                Json.readObject(
                                        "{\"type\": \"object\", \"properties\": {\"a\": {\"$ref\": \"http://127.0.0.1:9/x.json\"}}}"))
                        .check(Json.readObject("{\"a\": 1}")))
                .isInstanceOf(RuntimeException.class)
                .isNotInstanceOf(java.io.UncheckedIOException.class);
    }
}
