package dev.mimo.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.model.Json;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiteralReaderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            quoteCharacter = '\u0001',
            value = {
                "0→0",
                "-0→0",
                "7→7",
                "-7→-7",
                "+7→7",
                "- 7→-7",
                "-/**/7→-7",
                "1.→1",
                ".5→0.5",
                "1.5→1.5",
                "1e3→1000",
                "1E+3→1000",
                "5e-1→0.5",
                "0.1e1→1",
                "1_000→1000",
                "1_0.2_5→10.25",
                "0xFf→255",
                "0XfF→255",
                "0o17→15",
                "0b101→5",
                "0B1_1→3",
                "0xdead_beef→3735928559",
                "9007199254740991→9007199254740991",
                "2e-324→0",
                "0.0→0",
                "9007199254740993→9007199254740992.0",
                "1e21→1.0E21",
                "1.7976931348623157e308→1.7976931348623157E308",
                "true→true",
                "false→false",
                "null→null",
                "[]→[]",
                "[,]→!",
                "[1,]→[1]",
                "[1,,2]→!",
                "[,1]→!",
                "{}→{}",
                "{a:1,}→{\"a\":1}",
                "{,}→!",
                "{a:1,,}→!",
                "{'a b':1}→{\"a b\":1}",
                "{1:2}→{\"1\":2}",
                "{0x10:2}→{\"16\":2}",
                "{1e3:2}→{\"1000\":2}",
                "{1.5:2}→!",
                "{1e300:2}→!",
                "{-1:2}→!",
                "{1n:2}→!",
                "{$:1,_:2,ä:3,数:4,a\\u0062:5}→{\"$\":1,\"_\":2,\"ä\":3,\"数\":4,\"ab\":5}",
                "{if:1,null:2}→{\"if\":1,\"null\":2}",
                "{get:1,async:2}→{\"get\":1,\"async\":2}",
                "{a\\u0020b:1}→!",
                "{\\u0031:1}→!",
                "{a /* c */ : // d }→!"
            })
    void values_have_the_forms_of_the_language(String literal, String json) {
        if (json.equals("!")) {
            refused(withMore(literal));
        } else {
            assertThat(more(literal)).isEqualTo(Json.read(json));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            quoteCharacter = '\u0001',
            value = {
                "'a\"b`c'→a\"b`c",
                "\"a'b\"→a'b",
                "`a'b\"c`→a'b\"c",
                "'\\n\\t\\r\\b\\f\\v\\0'→\\n\\t\\r\\b\\f\\u000b\\u0000",
                "'\\x41\\u0042\\u{43}\\u{1F600}'→ABC\\ud83d\\ude00",
                "'\\'\\\"\\`\\\\\\/\\q\\$'→'\"`\\\\/q$",
                "'\\ud83d\\ude00'→\\ud83d\\ude00",
                "`$a {b} $$ \\${c}`→$a {b} $$ ${c}",
                "`$`→$",
                "''→",
                "`\\x41`→A"
            })
    void strings_have_the_escapes_of_the_language(String literal, String text) {
        String json = "\"" + (text == null ? "" : text.replace("\"", "\\\"")) + "\"";

        assertThat(more(literal)).isEqualTo(Json.read(json));
    }

    @Test
    void line_ends_in_strings_follow_the_language() {
        assertThat(more("'a\\\nb\\\r\nc\\\rd\\\u2028e\\\u2029f'").textValue()).isEqualTo("abcdef");
        assertThat(more("'a\u2028b\u2029c'").textValue()).isEqualTo("a\u2028b\u2029c");
        assertThat(more("`a\nb\r\nc\rd`").textValue()).isEqualTo("a\nb\nc\nd");
        assertThat(more("'\\ud800'").textValue()).isEqualTo("\ud800");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "undefined",
                "NaN",
                "Infinity",
                "-Infinity",
                "-x",
                "-'1'",
                "- -1",
                "--1",
                "!true",
                "typeof 1",
                "void 0",
                "f()",
                "new X()",
                "() => 1",
                "function () {}",
                "class {}",
                "/x/",
                "(1)",
                "1 + 1",
                "'a' + 'b'",
                "'a'.b",
                "'a'['b']",
                "[1][0]",
                "a ? b : c",
                "...x",
                "[...x]",
                "{...x}",
                "{[x]: 1}",
                "{['x']: 1}",
                "{x}",
                "{x, y: 1}",
                "{f() {}}",
                "{get x() {}}",
                "{async f() {}}",
                "{*f() {}}",
                "{x = 1}",
                "{`x`: 1}",
                "{#x: 1}",
                "`${x}`",
                "`a${1}b`",
                "f`x`",
                "'a",
                "\"a",
                "`a",
                "'a\nb'",
                "'a\rb'",
                "'\\x4'",
                "'\\xg0'",
                "'\\u12'",
                "'\\u{}'",
                "'\\u{110000}'",
                "'\\u{1F600'",
                "'\\u{ffffffffffffffff}'",
                "'\\01'",
                "'\\1'",
                "'\\8'",
                "'\\9'",
                "`\\1`",
                "01",
                "08",
                "00",
                "0_1",
                "1_",
                "1__0",
                "_1",
                "1._5",
                "1_.5",
                "1e",
                "1e+",
                "1e_1",
                "0x",
                "0x_1",
                "0xg",
                "0b2",
                "0o8",
                "1n",
                "0x1n",
                "1a",
                "3in",
                "1.2.3",
                ".",
                "..",
                "0b12",
                "1e400",
                "-1e400",
                "0x1p3",
                "1\\u0061",
                "truE",
                "tru\\u0065",
                "nullx",
                "{a:1 b:2}",
                "[1 2]",
                "{a:}",
                "{:1}",
                "{a 1}",
                "{a::1}",
                "[1",
                "{a:1",
                "{a:1]",
                "[1}",
                "<!-- x",
                "#x",
                "@x",
                "\\",
                "{\\x61:1}",
                "await x",
                "yield",
                "import('x')",
                "this",
                "null\\u0061"
            })
    void whatever_would_have_to_be_evaluated_is_refused(String literal) {
        refused(withMore(literal));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "__proto__",
                "'__proto__'",
                "\"__proto__\"",
                "'\\x5f_proto__'",
                "\\u005f_proto__",
                "constructor",
                "'constructor'",
                "prototype",
                "\\u{70}rototype",
                "'pro\\\ntotype'"
            })
    void keys_that_reach_the_prototype_are_refused_at_any_depth(String key) {
        assertThat(refused(withMore("[{ a: {" + key + ": 1 } }]"))).hasMessageContaining("must not be a key");
        assertThat(refused("export const meta = {" + key + ": 1, name: 'n', description: 'd' }"))
                .hasMessageContaining("must not be a key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{a: 1, a: 1}", "{a: 1, 'a': 2}", "{a: 1, \\u0061: 2}", "{1: 1, '1': 2}", "{0x1: 1, 1.0: 2}"})
    void a_key_stands_once(String literal) {
        assertThat(refused(withMore(literal))).hasMessageContaining("twice");
    }

    @Test
    void nesting_ends_at_sixty_four() {
        assertThat(more("[".repeat(63) + "]".repeat(63))).isNotNull();
        assertThat(refused(withMore("[".repeat(64) + "]".repeat(64)))).hasMessageContaining("64 deep");
        assertThat(refused(withMore("{a:".repeat(100_000)))).hasMessageContaining("64 deep");
    }

    @Test
    void numbers_of_any_length_are_read_in_no_time() {
        int digits = 500_000;

        assertThat(more("0." + "3".repeat(digits)).doubleValue()).isEqualTo(1 / 3.0);
        assertThat(more("0x" + "0".repeat(digits) + "ff").intValue()).isEqualTo(255);
        assertThat(more("0." + "0".repeat(1000) + "1e1000").doubleValue()).isEqualTo(0.1);
        refused(withMore("9".repeat(digits)));
        refused(withMore("0x" + "f".repeat(digits)));
        refused(withMore("1e" + "9".repeat(digits)));
    }

    @Test
    void nothing_is_evaluated() {
        String names = List.of("x: (() => { throw 1 })()", "[log('x')]: 1", "...globalThis").stream()
                .map(field -> refused("export const meta = { name: 'n', description: 'd', " + field + " }"))
                .map(WorkflowException::getMessage)
                .collect(Collectors.joining("\n"));

        assertThat(names).contains("never evaluated", "computed", "spreading");
    }

    private static String withMore(String literal) {
        return "export const meta = { name: 'n', description: 'd', more: " + literal + "\n }";
    }

    private static JsonNode more(String literal) {
        return WorkflowScript.of(withMore(literal)).meta().json().get("more");
    }

    private static WorkflowException refused(String source) {
        WorkflowException fault = catchThrowableOfType(WorkflowException.class, () -> WorkflowScript.of(source));
        assertThat(fault).as(source).isNotNull();
        return fault;
    }
}
