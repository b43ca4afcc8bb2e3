package dev.mimo.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class WorkflowScriptFuzzTest {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final String VALID =
            "/* a */ export const meta = {\n name: 'n', \"description\": `d`, x: [1.5, -0x2,"
                    + " {y: null, 'z': \"\\u{41}\",},], // c\n phases: [{title: '\\x41'}]\n};\nreturn agent('x')";

    @Property(edgeCases = EdgeCasesMode.NONE)
    void data_printed_in_any_style_is_read_back(@ForAll("objects") ObjectNode data, @ForAll long style) {
        ObjectNode meta = data.deepCopy().put("name", "n").put("description", "d");
        for (String typed : Set.of("whenToUse", "phases", "model", "permissions")) {
            meta.remove(typed);
        }
        JavaScriptPrinter printer = new JavaScriptPrinter(new Random(style));
        String source = printer.space() + "export" + printer.space() + " const" + printer.space() + " meta"
                + printer.space() + "=" + printer.space() + printer.print(meta) + "\nreturn 1";

        WorkflowScript script = WorkflowScript.of(source);

        assertThat(script.meta().json()).isEqualTo(meta);
        assertThat(script.body()).hasSameSizeAs(source).endsWith("\nreturn 1");
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void garbage_is_a_script_or_refused_with_its_place(@ForAll("garbage") String source) {
        assertThatIsReadOrRefused(source);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void a_damaged_script_is_a_script_or_refused_with_its_place(
            @ForAll("edits") Edit first, @ForAll("edits") Edit second) {
        assertThatIsReadOrRefused(second.in(first.in(VALID)));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void a_script_cut_anywhere_in_its_meta_is_refused(@ForAll("cuts") int cut) {
        assertThat(isScript(VALID.substring(0, cut))).isFalse();
    }

    private static void assertThatIsReadOrRefused(String source) {
        try {
            WorkflowScript script = WorkflowScript.of(source);
            assertThat(script.meta().name()).isNotBlank();
            assertThat(script.meta().description()).isNotBlank();
            assertThat(script.body()).hasSameSizeAs(source);
            for (int i = 0; i < source.length(); i++) {
                char c = script.body().charAt(i);
                assertThat(c == source.charAt(i) || c == ' ' && !Cursor.isLineEnd(source.charAt(i)))
                        .isTrue();
            }
        } catch (WorkflowException e) {
            assertThat(e.line()).isBetween(1, source.length() + 1);
            assertThat(e.column()).isBetween(1, source.length() + 1);
        }
    }

    private static boolean isScript(String source) {
        try {
            WorkflowScript.of(source);
            return true;
        } catch (WorkflowException e) {
            return false;
        }
    }

    record Edit(double place, int removed, String inserted) {
        String in(String text) {
            int from = (int) (place * text.length());
            return text.substring(0, from) + inserted + text.substring(Math.min(text.length(), from + removed));
        }
    }

    @Provide
    Arbitrary<Integer> cuts() {
        return Arbitraries.integers().between(0, VALID.lastIndexOf("};"));
    }

    @Provide
    Arbitrary<Edit> edits() {
        return Combinators.combine(
                        Arbitraries.doubles().between(0, 1),
                        Arbitraries.integers().between(0, 5),
                        fragments())
                .as(Edit::new);
    }

    @Provide
    Arbitrary<String> garbage() {
        Arbitrary<String> code = fragments().list().ofMaxSize(40).map(list -> String.join("", list));
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(200),
                code,
                code.map(text -> "export const meta = {" + text),
                code.map(text -> "export const meta = { name: 'n', description: 'd', x: " + text + "}"));
    }

    private static Arbitrary<String> fragments() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(3),
                Arbitraries.of(
                        "{",
                        "}",
                        "[",
                        "]",
                        ",",
                        ":",
                        "'",
                        "\"",
                        "`",
                        "${",
                        "\\",
                        "\\u",
                        "\\x4",
                        "//",
                        "/*",
                        "*/",
                        "\n",
                        "\r",
                        "\u2028",
                        "0x",
                        "0",
                        "1e",
                        "_",
                        ".",
                        "...",
                        "-",
                        "+",
                        "null",
                        "true",
                        "a",
                        "(",
                        ")",
                        "=>",
                        ";",
                        "#!",
                        "\ud800",
                        "\udc00",
                        "__proto__",
                        "1n",
                        "9".repeat(400)));
    }

    @Provide
    Arbitrary<ObjectNode> objects() {
        return keyed(Arbitraries.recursive(
                () -> Arbitraries.<JsonNode>oneOf(
                        Arbitraries.just(NODES.nullNode()),
                        Arbitraries.of(true, false).map(NODES::booleanNode),
                        Arbitraries.integers().map(NODES::numberNode),
                        Arbitraries.longs().between(1L << 31, (1L << 53) - 1).map(NODES::numberNode),
                        Arbitraries.doubles().filter(d -> d != Math.rint(d)).map(NODES::numberNode),
                        Arbitraries.strings().ofMaxLength(12).map(NODES::textNode)),
                inner -> Arbitraries.<JsonNode>oneOf(
                        keyed(inner),
                        inner.list().ofMaxSize(4).map(items -> Json.array().addAll(items))),
                0,
                4));
    }

    private static Arbitrary<ObjectNode> keyed(Arbitrary<? extends JsonNode> values) {
        Arbitrary<String> keys = Arbitraries.oneOf(
                        Arbitraries.strings().ofMaxLength(6),
                        Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(6),
                        Arbitraries.integers().greaterOrEqual(0).map(String::valueOf))
                .filter(key -> !Set.of("__proto__", "constructor", "prototype").contains(key));
        return Arbitraries.maps(keys, values).ofMaxSize(4).map(fields -> {
            ObjectNode object = Json.object();
            for (Map.Entry<String, ? extends JsonNode> field : fields.entrySet()) {
                object.set(field.getKey(), field.getValue());
            }
            return object;
        });
    }
}
