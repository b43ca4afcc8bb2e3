package dev.mimo.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.model.Json;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkflowScriptTest {

    private static final String META = "export const meta = { name: 'n', description: 'd' }";

    @Test
    void a_script_says_what_it_is() {
        WorkflowMeta meta = WorkflowScript.of("""
                        // Reviews a change.
                        export const meta = {
                          name: 'review', // the name
                          "description": "Finds, then \\"verifies\\".",
                          whenToUse: `before
                        a merge`,
                          phases: [{ title: 'Find', detail: 'x', model: 'haiku' }, { title: 'Verify', effort: 'high' },],
                          model: 'sonnet',
                          permissions: [
                            { permission: 'bash', always: ['git *'], reason: 'diffs' },
                            { permission: 'edit' },
                            { permission: 'webfetch', patterns: ['https://a/*'], always: ['*'] },
                          ],
                          version: -1.50,
                        };
                        return 1
                        """).meta();

        assertThat(meta)
                .isEqualTo(new WorkflowMeta(
                        "review",
                        "Finds, then \"verifies\".",
                        "before\na merge",
                        List.of(
                                new WorkflowMeta.Phase("Find", "x", "haiku"),
                                new WorkflowMeta.Phase("Verify", null, null)),
                        "sonnet",
                        List.of(
                                new WorkflowMeta.PermissionRequest("bash", List.of("git *"), List.of("git *"), "diffs"),
                                new WorkflowMeta.PermissionRequest("edit", List.of("*"), List.of(), null),
                                new WorkflowMeta.PermissionRequest(
                                        "webfetch", List.of("https://a/*"), List.of("*"), null)),
                        meta.json()));
        assertThat(meta.json().get("version")).isEqualTo(Json.read("-1.5"));
        assertThat(meta.json().at("/phases/1/effort").asText()).isEqualTo("high");
    }

    @Test
    void the_body_keeps_its_lines_and_columns() {
        String source =
                "#!/usr/bin/env mimo\n/* a */ export const meta = { name: 'n',\r\n\tdescription: 'd\\\n' }; log('ä')\n";

        WorkflowScript script = WorkflowScript.of(source);

        assertThat(script.source()).isEqualTo(source);
        assertThat(script.body())
                .hasSameSizeAs(source)
                .doesNotContain("meta")
                .startsWith(" ".repeat(19) + "\n/* a */ ");
        assertThat(script.body().lines()).hasSameSizeAs(source.lines().toList());
        assertThat(script.body().indexOf("log('ä')")).isEqualTo(source.indexOf("log('ä')"));
        assertThat(script.body()).contains("\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                META,
                "\ufeff" + META,
                "\ufeff#!x\n" + META,
                "// export const meta = { name: 1 }\n/* export const meta = {} */ " + META,
                "export/**/const\nmeta\n=\n{ name: 'n', description: 'd' }",
                "\u00a0\u3000\f\u000b\t" + META + "\u2028return",
                META + "  // end\nreturn",
                META + " /* \n */ return",
                META + "\n;return",
                META + "\n\n;\n",
                META + "\n++x",
                META + "\n--x",
                META + "\n!x",
                META + "\n~x",
                META + "\n.5",
                META + "\n{}",
                META + "\n'use strict'",
                META + "\ninside()",
                META + "\ninstanceofs()",
                META + "\n#!x",
                META + "}",
            })
    void a_statement_may_begin_and_end_in_many_ways(String source) {
        assertThat(WorkflowScript.of(source).meta().name()).isEqualTo("n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "// only",
                "/* open",
                "#!x",
                "return 1",
                "export",
                "export const",
                "export const meta",
                "export const meta =",
                "export const meta = {",
                "'use strict';\nMETA",
                "\"use strict\"\nMETA",
                "{}\nMETA",
                ";META",
                "import x from 'y'\nMETA",
                "log('x')\nMETA",
                "export let meta = {}",
                "export var meta = {}",
                "export default {}",
                "const meta = {}",
                "export const metadata = {}",
                "export const { meta } = {}",
                "exp\\u006frt const meta = {}",
                "exportconst meta = {}",
                "export const meta: Meta = {}",
                "export const meta == {}",
                "export const meta = ({})",
                "export const meta = []",
                "export const meta = f()",
                "export const meta = Object.freeze({})",
                " #!x\nMETA",
                "<!-- x\nMETA"
            })
    void anything_else_at_the_start_is_refused(String source) {
        refused(source.replace("META", META));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " return",
                ".name",
                "\n.name",
                "\n(x)",
                "\n[0]",
                "\n`x`",
                "\n/x/.test(y)",
                "\n+x",
                "\n-x",
                "\n, other = 1",
                ", other = 1",
                "\n= x",
                "\n=> x",
                "\n? 1 : 2",
                "\n?.x",
                "\n* 2",
                "\n% 2",
                "\n& 2",
                "\n| 2",
                "\n^ 2",
                "\n< 2",
                "\n> 2",
                "\n!= 2",
                "\nin x",
                "\ninstanceof X",
                " as const",
                " satisfies Meta",
                " /* one line */ x",
                "\n/* open"
            })
    void a_statement_that_goes_on_after_its_brace_is_refused(String rest) {
        refused(META + rest);
    }

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{name: 'n'}",
                "{description: 'd'}",
                "{name: '', description: 'd'}",
                "{name: ' ', description: 'd'}",
                "{name: 'n', description: ''}",
                "{name: 1, description: 'd'}",
                "{name: null, description: 'd'}",
                "{name: ['n'], description: 'd'}",
                "{name: 'n', description: {}}",
                "{name: 'n', description: 'd', model: 1}",
                "{name: 'n', description: 'd', whenToUse: []}",
                "{name: 'n', description: 'd', phases: {}}",
                "{name: 'n', description: 'd', phases: ['Find']}",
                "{name: 'n', description: 'd', phases: [{}]}",
                "{name: 'n', description: 'd', phases: [{title: ''}]}",
                "{name: 'n', description: 'd', phases: [{title: 1}]}",
                "{name: 'n', description: 'd', phases: [{title: 'a', detail: 1}]}",
                "{name: 'n', description: 'd', phases: [null]}",
                "{name: 'n', description: 'd', permissions: 'bash'}",
                "{name: 'n', description: 'd', permissions: [{}]}",
                "{name: 'n', description: 'd', permissions: [{permission: 'x', patterns: 'y'}]}",
                "{name: 'n', description: 'd', permissions: [{permission: 'x', patterns: [1]}]}"
            })
    void fields_that_lack_or_are_of_the_wrong_type_are_refused(String literal) {
        refused("export const meta = " + literal);
    }

    @Test
    void null_is_as_good_as_absent() {
        WorkflowMeta meta = WorkflowScript.of(
                        "export const meta = {name: 'n', description: 'd', whenToUse: null, phases: null, model: null}")
                .meta();

        assertThat(meta.whenToUse()).isNull();
        assertThat(meta.phases()).isEmpty();
        assertThat(meta.model()).isNull();
    }

    @Test
    void a_fault_has_its_place_and_says_what_to_do() {
        WorkflowException fault =
                refused("// x\r\nexport const meta = {\u2028  name: 'n',\n  description: '🦙' + fetch() }");

        assertThat(fault.line()).isEqualTo(4);
        assertThat(fault.column()).isEqualTo(21);
        assertThat(fault)
                .hasMessage("expected \",\" or \"}\" and not \"+\": meta is data, without operators and calls"
                        + " (line 4, column 21)");
        assertThat(refused("export const meta = {\n name: 'n' }"))
                .hasMessage("meta has no description: add description: '…' (line 1, column 21)");
        assertThat(refused("export const meta = { name: 'n', description: 'd',\n phases: [{title: 'a'}, {title: 2}] }"))
                .hasMessage("meta.phases[1].title must be a string (line 2, column 33)");
        assertThat(refused("\n\nlog(1)"))
                .hasMessageContaining("found \"log\"")
                .hasMessageEndingWith("(line 3, column 1)");
    }

    @Test
    void nesting_ends_at_sixty_four() {
        assertThat(more("[".repeat(63) + "]".repeat(63))).isNotNull();
        assertThat(refused(withMore("[".repeat(64) + "]".repeat(64)))).hasMessageContaining("64 deep");
        assertThat(refused(withMore("{a:".repeat(200_000)))).hasMessageContaining("64 deep");
    }

    @Test
    void a_script_ends_at_512_ki_characters() {
        String longest = META + "\n" + " ".repeat(WorkflowScript.LONGEST - META.length() - 1);

        assertThat(WorkflowScript.of(longest).body()).isBlank().hasSize(WorkflowScript.LONGEST);
        assertThatThrownBy(() -> WorkflowScript.of(longest + " "))
                .isInstanceOf(WorkflowException.class)
                .hasMessageContaining("524288");
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

    @Test
    void equal_sources_are_equal_scripts() {
        assertThat(WorkflowScript.of(META))
                .isEqualTo(WorkflowScript.of(META))
                .hasSameHashCodeAs(WorkflowScript.of(META))
                .isNotEqualTo(WorkflowScript.of(META + ";"))
                .hasToString("workflow n");
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
