package dev.mimo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
    void nothing_is_fetched_for_a_reference() {
        assertThatThrownBy(() -> JsonSchema.of(
                                Json.readObject(
                                        "{\"type\": \"object\", \"properties\": {\"a\": {\"$ref\": \"http://127.0.0.1:9/x.json\"}}}"))
                        .check(Json.readObject("{\"a\": 1}")))
                .isInstanceOf(RuntimeException.class)
                .isNotInstanceOf(java.io.UncheckedIOException.class);
    }
}
