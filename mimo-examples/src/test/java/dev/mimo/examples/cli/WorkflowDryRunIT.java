package dev.mimo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkflowDryRunIT {

    private static final String META = "export const meta = { name: 'check', description: 'Checks.' }\n";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private CommandLineRuns mimo;

    @BeforeEach
    void open() {
        mimo = new CommandLineRuns(folder.resolve("home"));
    }

    @AfterEach
    void close() {
        mimo.close();
    }

    @Test
    void calls_are_answered_with_their_numbers() throws Exception {
        JsonNode ended = dryRun("""
                phase('One');
                const first = await parallel([() => agent('a'), () => agent('b')]);
                phase('Two');
                phase('One');
                return [...first, await agent('c', { phase: 'Three' })];
                """, 0);

        assertThat(ended)
                .isEqualTo(Json.read("{\"status\":\"completed\",\"agents\":3,\"phases\":[\"One\",\"Two\",\"One\"],"
                        + "\"result\":[\"stub text 0\",\"stub text 1\",\"stub text 2\"],\"error\":null}"));
    }

    @Test
    void a_schema_is_answered_by_its_stub_even_where_that_does_not_follow_it() throws Exception {
        JsonNode ended = dryRun("""
                await agent('first');
                return await agent('x', { schema: { type: 'object', required: ['url', 'none'],
                  properties: { url: { type: 'string', pattern: '^https:' }, kind: { enum: ['a', 'b'] } } } });
                """, 0);

        assertThat(ended.path("result")).isEqualTo(Json.read("{\"url\":\"stub-1-1\",\"kind\":\"a\"}"));
        assertThat(ended.path("agents").asInt()).isEqualTo(2);
    }

    @Test
    void every_kth_call_fails_and_gives_null() throws Exception {
        String script = "return await parallel([1, 2, 3, 4].map(i => () => agent('p' + i)))";

        assertThat(dryRun(script, 0, "--fail-every", "3").path("result"))
                .isEqualTo(Json.read("[\"stub text 0\",\"stub text 1\",null,\"stub text 3\"]"));
        assertThat(dryRun(script, 0, "--fail-every", "3:0").path("result"))
                .isEqualTo(Json.read("[null,\"stub text 1\",\"stub text 2\",null]"));
        assertThat(dryRun(script, 0, "--fail-every", "1").path("agents").asInt())
                .isEqualTo(4);
    }

    @Test
    void stages_are_numbered_in_the_order_in_which_items_reach_them() throws Exception {
        JsonNode ended =
                dryRun("return await pipeline(['a', 'b', 'c'], x => agent(x), (text, item) => agent(text + item))", 0);

        assertThat(ended.path("result")).isEqualTo(Json.read("[\"stub text 3\",\"stub text 4\",\"stub text 5\"]"));
    }

    @Test
    void nested_workflows_give_their_names_and_run_nothing() throws Exception {
        JsonNode ended = dryRun("""
                return [await workflow('review', { deep: true }), await workflow({ scriptPath: './a "b".js' }),
                  await workflow({ name: 'other' }), await agent('x')];
                """, 0);

        assertThat(ended.path("result"))
                .isEqualTo(Json.read("[\"child:review\",\"child:./a \\\"b\\\".js\",\"child:other\",\"stub text 0\"]"));
    }

    @Test
    void there_are_no_files_and_none_are_written() throws Exception {
        JsonNode ended = dryRun("""
                await writeFile('left.txt', 'x');
                return [await readFile('script.js'), await exists('script.js'), await glob('**'), await exists('left.txt')];
                """, 0);

        assertThat(ended.path("result")).isEqualTo(Json.read("[null,false,[],false]"));
        assertThat(Path.of("left.txt")).doesNotExist();
        assertThat(folder.resolve("home")).doesNotExist();
    }

    @Test
    void arguments_are_found_as_args_and_are_undefined_without() throws Exception {
        assertThat(dryRun("return args.list[1]", 0, "--args", "{\"list\":[1,\"two\"]}")
                        .path("result")
                        .asText())
                .isEqualTo("two");
        assertThat(dryRun("return typeof args", 0).path("result").asText()).isEqualTo("undefined");
        assertThat(dryRun("let x", 0).path("result").isNull()).isTrue();
    }

    @Test
    void an_error_is_told_with_its_line() throws Exception {
        JsonNode ended = dryRun("phase('A');\nawait agent('a');\nconst x = null;\nreturn x.name;", 1);

        assertThat(ended.path("status").asText()).isEqualTo("failed");
        assertThat(ended.path("agents").asInt()).isEqualTo(1);
        assertThat(ended.path("phases")).isEqualTo(Json.read("[\"A\"]"));
        assertThat(ended.path("result").isNull()).isTrue();
        assertThat(ended.path("error").path("message").asText()).contains("TypeError");
        assertThat(ended.path("error").path("line").asInt()).isEqualTo(5);
    }

    @Test
    void what_is_no_script_fails_with_the_line() throws Exception {
        assertThat(dryRun("const x = ;", 1).path("error").path("line").asInt()).isEqualTo(2);
        assertThat(dryRun("return process.cwd()", 1)
                        .path("error")
                        .path("message")
                        .asText())
                .contains("process");
        JsonNode noMeta = ended(write("\n\nreturn 1"), 1);
        assertThat(noMeta.path("status").asText()).isEqualTo("failed");
        assertThat(noMeta.path("error").path("line").asInt()).isEqualTo(3);
    }

    @Test
    void bad_usage_ends_with_2_and_nothing_on_standard_output() throws Exception {
        String file = write(META + "return 1").toString();
        for (List<String> wrong : List.of(
                List.of("no-such-file.js"),
                List.of(file, "--args", "{"),
                List.of(file, "--args", ""),
                List.of(file, "--fail-every", "0"),
                List.of(file, "--fail-every", "x"),
                List.of(file, "--fail-every", "3:3"),
                List.of(file, "--fail-every", "3:1:1"),
                List.of(file, "--fail-every", "-2"),
                List.<String>of())) {
            assertThat(call(wrong)).as(wrong.toString()).isEqualTo(2);
        }
        assertThat(mimo.out()).isEmpty();
        assertThat(mimo.err().lines()).hasSize(9).allMatch(line -> line.startsWith("mimo: "));
    }

    @Test
    void the_summary_is_for_people_only() throws Exception {
        Path file = write(META + "return await agent('a')");

        assertThat(call(List.of(file.toString(), "--json"))).isZero();
        assertThat(mimo.err()).isEmpty();
        assertThat(call(List.of(file.toString()))).isZero();
        assertThat(mimo.err()).isEqualTo("completed: 1 call of agent()" + System.lineSeparator());
        assertThat(mimo.out().lines()).hasSize(2).allMatch(line -> line.startsWith("{\"status\":\"completed\""));
    }

    @Test
    void a_script_is_validated_with_line_and_column() throws Exception {
        Path good = write(META + "return 1");
        assertThat(mimo.call("workflow", "validate", good.toString())).isZero();
        Path bad = Files.writeString(folder.resolve("bad.js"), "export const meta = { name: 'x', description: 3 }\n");
        assertThat(mimo.call("workflow", "validate", bad.toString())).isEqualTo(1);
        Path broken = Files.writeString(folder.resolve("broken.js"), META + "\nconst x = ;");
        assertThat(mimo.call("workflow", "validate", broken.toString())).isEqualTo(1);
        assertThat(mimo.call("workflow", "validate", folder.toString())).isEqualTo(2);

        assertThat(mimo.out()).contains("ok: check - Checks.", bad + ":1:", broken + ":3:");
    }

    private JsonNode dryRun(String body, int code, String... options) throws IOException {
        return ended(write(META + body), code, options);
    }

    private JsonNode ended(Path file, int code, String... options) {
        int before = mimo.out().length();
        List<String> arguments = new ArrayList<>(List.of(file.toString(), "--json"));
        arguments.addAll(List.of(options));
        assertThat(call(arguments)).as(mimo.err()).isEqualTo(code);
        String printed = mimo.out().substring(before);
        assertThat(printed.lines()).hasSize(1);
        return Json.read(printed);
    }

    private int call(List<String> arguments) {
        List<String> all = new ArrayList<>(List.of("workflow", "dry-run"));
        all.addAll(arguments);
        return mimo.call(all.toArray(String[]::new));
    }

    private Path write(String script) throws IOException {
        return Files.writeString(folder.resolve("script.js"), script);
    }
}
