package dev.mimo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.MimoException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @Property(tries = 300)
    void the_order_of_fields_does_not_matter(@ForAll("values") JsonNode value, @ForAll long seed) {
        JsonNode shuffled = shuffled(value, new Random(seed));

        assertThat(Json.canonical(shuffled)).isEqualTo(Json.canonical(value));
    }

    @Property(tries = 300)
    void the_canonical_text_reads_as_the_same_value(@ForAll("values") JsonNode value) {
        assertThat(Json.read(Json.canonical(value))).isEqualTo(value);
    }

    @Property(tries = 300)
    void different_values_have_different_texts(@ForAll("values") JsonNode one, @ForAll("values") JsonNode other) {
        assertThat(Json.canonical(one).equals(Json.canonical(other))).isEqualTo(one.equals(other));
    }

    @Test
    void canonical_sorts_by_code_unit_at_every_depth_and_keeps_the_order_of_items() {
        JsonNode value = Json.read("{\"b\": [2, 1, {\"z\": null, \"y\": true}], \"a\": \"\\u00e4\\n\", \"B\": 1.5}");

        assertThat(Json.canonical(value)).isEqualTo("{\"B\":1.5,\"a\":\"ä\\n\",\"b\":[2,1,{\"y\":true,\"z\":null}]}");
    }

    @Test
    void canonical_tells_text_from_number() {
        assertThat(Json.canonical(Json.read("{\"a\":\"1\"}"))).isNotEqualTo(Json.canonical(Json.read("{\"a\":1}")));
    }

    @Test
    void canonical_does_not_care_how_a_whole_number_is_held() {
        assertThat(Json.canonical(Json.object().put("n", 1L)))
                .isEqualTo(Json.canonical(Json.object().put("n", 1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"a\":2}",
                "{\"x\":{\"a\":1,\"a\":1}}",
                "{} {}",
                "{}x",
                "{\"a\":1,}",
                "{'a':1}",
                "{a:1}",
                "[1",
                "NaN",
                "01",
                "// no\n1",
                "",
                "  \n"
            })
    void what_is_not_exactly_one_value_is_refused(String text) {
        assertThatThrownBy(() -> Json.read(text))
                .isInstanceOf(MimoException.class)
                .hasMessageStartingWith("not JSON: ");
    }

    @Test
    void a_text_nested_without_end_is_refused() {
        assertThatThrownBy(() -> Json.read("[".repeat(100_000))).isInstanceOf(MimoException.class);
    }

    @Test
    void a_fault_is_told_with_its_place() {
        assertThatThrownBy(() -> Json.read("{\n  \"a\" 1}")).hasMessageContaining("line 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "null", "\"{}\""})
    void an_object_is_asked_for_and_nothing_else_will_do(String text) {
        assertThatThrownBy(() -> Json.readObject(text))
                .isInstanceOf(MimoException.class)
                .hasMessageStartingWith("not a JSON object but ");
    }

    @Test
    void written_text_keeps_the_order_of_fields() {
        assertThat(Json.write(Json.readObject(" { \"b\" : 1, \"a\" : [ ] } "))).isEqualTo("{\"b\":1,\"a\":[]}");
    }

    @Provide
    Arbitrary<JsonNode> values() {
        return values(3);
    }

    private static Arbitrary<JsonNode> values(int depth) {
        JsonNodeFactory make = JsonNodeFactory.instance;
        Arbitrary<JsonNode> leaves = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(5).map(make::textNode),
                Arbitraries.integers().map(make::numberNode),
                Arbitraries.of(true, false).map(make::booleanNode),
                Arbitraries.just(make.nullNode()));
        if (depth == 0) {
            return leaves;
        }
        Arbitrary<JsonNode> inner = values(depth - 1);
        Arbitrary<JsonNode> arrays = inner.list().ofMaxSize(4).map(items -> {
            ArrayNode array = make.arrayNode();
            items.forEach(array::add);
            return array;
        });
        Arbitrary<JsonNode> objects = Arbitraries.maps(Arbitraries.strings().ofMaxLength(3), inner)
                .ofMaxSize(4)
                .map(fields -> {
                    ObjectNode object = make.objectNode();
                    fields.forEach(object::set);
                    return object;
                });
        return Arbitraries.oneOf(leaves, arrays.withoutEdgeCases(), objects.withoutEdgeCases());
    }

    private static JsonNode shuffled(JsonNode value, Random random) {
        if (value.isArray()) {
            ArrayNode array = Json.array();
            value.forEach(item -> array.add(shuffled(item, random)));
            return array;
        }
        if (!value.isObject()) {
            return value;
        }
        List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(value.properties());
        Collections.shuffle(fields, random);
        ObjectNode object = Json.object();
        fields.forEach(field -> object.set(field.getKey(), shuffled(field.getValue(), random)));
        return object;
    }
}
