package dev.mimo.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import org.junit.jupiter.api.Test;

class DefinitionTest {

    private static final ObjectNode SCHEMA = Json.readObject("""
            {"type": "object", "properties": {"description": {"type": "string", "description": "a\\u202eb\\u0000"}},
             "default": {"description": 1}}""");

    @Test
    void words_in_schemas_are_cleaned_and_nothing_else() {
        ObjectNode clean = Definition.of("a", "b", SCHEMA).cleanSchema();

        assertThat(clean.at("/properties/description/description").asText()).isEqualTo("ab");
        assertThat(clean.at("/properties/description/type").asText()).isEqualTo("string");
        assertThat(clean.at("/default/description").asInt()).isEqualTo(1);
        assertThat(SCHEMA.at("/properties/description/description").asText()).hasSize(4);
    }

    @Test
    void the_hash_is_of_name_description_and_schema_in_any_order() {
        String hash = Definition.of("a", "b", Json.readObject("{\"type\":\"object\",\"x\":1}"))
                .hash();

        assertThat(Definition.of("a", "b", Json.readObject("{\"x\":1,\"type\":\"object\"}"))
                        .hash())
                .isEqualTo(hash);
        assertThat(Definition.of("A", "b", SCHEMA).hash())
                .isNotEqualTo(Definition.of("a", "b", SCHEMA).hash());
        assertThat(Definition.of("a", "b ", SCHEMA).hash())
                .isNotEqualTo(Definition.of("a", "b", SCHEMA).hash());
        assertThat(Definition.of("a", "b", Json.object()).hash()).isNotEqualTo(hash);
    }

    @Test
    void a_long_description_is_cut() {
        assertThat(Definition.of("a", "x".repeat(5_000), SCHEMA).description())
                .hasSize(Definition.LONGEST_DESCRIPTION + 4)
                .endsWith("x […]");
    }

    @Test
    void a_schema_without_a_type_is_one_of_an_object() {
        assertThat(Definition.of("a", "b", Json.object()).findProblem()).isNull();
    }

    @Test
    void schemas_that_are_too_large_or_too_deep_or_broken_are_problems() {
        ObjectNode large = Json.object().put("type", "object").put("x", "y".repeat(40_000));
        ObjectNode deep = Json.object().put("type", "object");
        ObjectNode at = deep;
        for (int i = 0; i < 100; i++) {
            at = at.putObject("properties");
        }

        assertThat(Definition.of("a", "b", large).findProblem()).contains("larger than 32 KiB");
        assertThat(Definition.of("a", "b", deep).findProblem()).contains("64 levels");
        assertThat(Definition.of("a", "b", Json.readObject("{\"type\":\"object\",\"$ref\":\"https://x.example/y\"}"))
                        .findProblem())
                .isNotNull();
    }
}
