package dev.mimo.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mimo.model.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
    void a_script_ends_at_512_ki_characters() {
        String longest = META + "\n" + " ".repeat(WorkflowScript.LONGEST - META.length() - 1);

        assertThat(WorkflowScript.of(longest).body()).isBlank().hasSize(WorkflowScript.LONGEST);
        assertThatThrownBy(() -> WorkflowScript.of(longest + " "))
                .isInstanceOf(WorkflowException.class)
                .hasMessageContaining("524288");
    }

    @Test
    void equal_sources_are_equal_scripts() {
        assertThat(WorkflowScript.of(META))
                .isEqualTo(WorkflowScript.of(META))
                .hasSameHashCodeAs(WorkflowScript.of(META))
                .isNotEqualTo(WorkflowScript.of(META + ";"))
                .hasToString("workflow n");
    }

    private static WorkflowException refused(String source) {
        WorkflowException fault = catchThrowableOfType(WorkflowException.class, () -> WorkflowScript.of(source));
        assertThat(fault).as(source).isNotNull();
        return fault;
    }
}
