package dev.mimo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.model.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PermissionsCommandIT {

    @TempDir
    private Path folder;

    private Path rules;
    private StringWriter out;

    @BeforeEach
    void open() throws IOException {
        rules = Files.writeString(folder.resolve("rules.json"), """
                [{"permission": "bash", "pattern": "git *", "action": "allow"},
                 {"permission": "bash", "pattern": "git push *", "action": "deny"}]""");
        out = new StringWriter();
    }

    @Test
    void the_exit_code_is_the_verdict() {
        assertThat(explain("bash", "{\"command\":\"git status\"}")).isZero();
        assertThat(explain("bash", "{\"command\":\"make\"}")).isEqualTo(10);
        assertThat(explain("bash", "{\"command\":\"x=push; git $x\"}")).isEqualTo(11);
        assertThat(explain("unknown", "{}")).isEqualTo(11);
        assertThat(explain("bash", "not json")).isEqualTo(11);
    }

    @Test
    void a_person_reads_what_would_happen_and_how_the_call_was_understood() {
        explain("bash", "{\"command\":\"git status && rm x\"}");

        assertThat(out.toString()).isEqualToNormalizingNewlines("""
                ask: rm x: mode ask-before-change
                  allow  inspect  git status
                                  rule allow bash "git *"
                  ask    execute  rm x
                                  mode ask-before-change
                  allow  edit     %s/x
                                  mode ask-before-change
                """.formatted(folder));
    }

    @Test
    void what_a_terminal_would_act_on_is_shown_by_its_number() {
        explain("bash", "{\"command\":\"rm \\u0007x\"}");

        assertThat(out.toString()).startsWith("ask: ").contains("rm '\\u{7}x'").doesNotContain("\u0007");
    }

    @Test
    void the_rule_that_decided_is_named() {
        run(
                "explain",
                "--json",
                "--rules",
                rules.toString(),
                "--tool",
                "bash",
                "--input",
                "{\"command\":\"git push\"}");

        assertThat(Json.read(out.toString()).path("rule"))
                .isEqualTo(Json.read("{\"permission\":\"bash\",\"pattern\":\"git push *\",\"action\":\"deny\"}"));
        assertThat(Json.read(out.toString())
                        .path("parts")
                        .get(0)
                        .path("subject")
                        .asText())
                .isEqualTo("git push");
    }

    @Test
    void broken_rules_deny() throws IOException {
        Files.writeString(rules, "[{\"permission\": \"bash\"}]");

        assertThat(explain("bash", "{\"command\":\"git status\"}")).isEqualTo(11);
        assertThat(out.toString()).contains("action is missing");
    }

    @Test
    void a_batch_answers_every_line_and_changes_nothing() throws IOException {
        Path work = Files.createDirectories(folder.resolve("work"));
        String line =
                "{\"id\":%d,\"tool\":\"%s\",\"input\":%s,\"rules\":%s,\"mode\":\"%s\",\"workspace\":\"" + work + "\"}";
        String allow = "[{\"permission\":\"bash\",\"pattern\":\"ls *\",\"action\":\"allow\"}]";
        Path batch = Files.write(
                folder.resolve("batch.jsonl"),
                List.of(
                        line.formatted(1, "bash", "{\"command\":\"ls\"}", allow, "non_interactive"),
                        line.formatted(2, "bash", "{\"command\":\"touch x\"}", allow, "interactive"),
                        line.formatted(3, "bash", "{\"command\":\"touch x\"}", allow, "non_interactive"),
                        line.formatted(4, "bash", "{\"command\":\"\"}", allow, "interactive"),
                        line.formatted(5, "bash", "{\"command\":\"ls\"}", "[{}]", "interactive"),
                        line.formatted(6, "nothing", "{}", allow, "interactive"),
                        "garbage",
                        line.formatted(8, "write", "{\"path\":\"y\",\"content\":\"z\"}", allow, "interactive")));

        assertThat(run("explain", "--batch", batch.toString())).isZero();

        assertThat(out.toString()
                        .lines()
                        .map(answer -> Json.read(answer).path("verdict").asText()))
                .containsExactly("allow", "ask", "deny", "error", "deny", "deny", "deny", "ask");
        try (Stream<Path> files = Files.list(work)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void lines_are_what_stands_between_line_ends_and_each_is_answered() throws IOException {
        String good = "{\"id\":%s,\"tool\":\"bash\",\"input\":{\"command\":\"ls\"},\"rules\":"
                + "[{\"permission\":\"bash\",\"pattern\":\"ls *\",\"action\":\"allow\"}],\"workspace\":\"" + folder
                + "\"}";
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        lines.write("\ufeff".getBytes(StandardCharsets.UTF_8));
        lines.write((good.formatted(1) + "\r\n\n \r\n").getBytes(StandardCharsets.UTF_8));
        lines.write((good.formatted(2).replace(",", ",\r") + "\n").getBytes(StandardCharsets.UTF_8));
        lines.write(
                good.formatted("\"\ufffd\"").replace("ls\"}", "ls \ufffd\"}").getBytes(StandardCharsets.UTF_8));
        lines.write('\n');
        lines.write(good.formatted(4).replace("ls\"}", "ls @\"}").getBytes(StandardCharsets.ISO_8859_1));
        byte[] all = lines.toByteArray();
        all[lastIndexOf(all, '@')] = (byte) 0xff;
        String ends = "\n" + good.formatted(5).replace("\"id\":5", "\"id\":5,\"id\":6") + "\n[]\nnull\n"
                + "[".repeat(100_000) + "\n" + good.formatted(7).replace("ls\"}", "ls " + "x".repeat(1 << 20) + "\"}")
                + "\n"
                + good.formatted(8);
        Path batch = folder.resolve("batch.jsonl");
        Files.write(batch, all);
        Files.writeString(batch, ends, StandardOpenOption.APPEND);

        assertThat(run("explain", "--batch", batch.toString())).isZero();

        assertThat(out.toString()
                        .lines()
                        .map(answer -> Json.read(answer).path("verdict").asText()))
                .containsExactly("allow", "allow", "allow", "deny", "deny", "deny", "deny", "deny", "deny", "allow");
    }

    private static int lastIndexOf(byte[] bytes, char c) {
        int at = bytes.length - 1;
        while (bytes[at] != c) {
            at--;
        }
        return at;
    }

    @Test
    void rules_and_folders_that_cannot_be_read_deny() {
        rules = folder.resolve("missing.json");

        assertThat(explain("bash", "{\"command\":\"git status\"}")).isEqualTo(11);
        assertThat(out.toString()).contains("missing.json");
    }

    @Test
    void tools_of_the_web_and_of_servers_are_judged_without_being_asked() {
        assertThat(explain("webfetch", "{\"url\":\"https://example.org/\"}")).isEqualTo(10);
        assertThat(explain("webfetch", "{\"url\":\"http://169.254.169.254/\"}")).isEqualTo(11);
        assertThat(explain("mcp__server__tool", "{}")).isEqualTo(10);
        assertThat(explain("mcp__server", "{}")).isEqualTo(11);
        assertThat(explain("plan", "{}")).isNotZero();
    }

    private int explain(String tool, String input) {
        return run(
                "explain",
                "--rules",
                rules.toString(),
                "--tool",
                tool,
                "--input",
                input,
                "--workspace",
                folder.toString());
    }

    private int run(String... arguments) {
        return new CommandLine(new PermissionsCommand())
                .setOut(new PrintWriter(out))
                .execute(arguments);
    }
}
