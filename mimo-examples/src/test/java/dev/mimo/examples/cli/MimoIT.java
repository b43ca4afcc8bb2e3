package dev.mimo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.examples.JavaProgram;
import dev.mimo.model.Json;
import dev.mimo.testing.FakeWorkspace;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.testing.server.LoopbackModelServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar as a process of its own. */
class MimoIT {

    @TempDir
    Path folder;

    private record Ended(int code, String out, String err) {
        List<String> lines() {
            return out.lines().toList();
        }
    }

    @Test
    void the_demo_repairs_its_project() throws Exception {
        Ended demo = end(start(Map.of(), "demo"));

        assertThat(demo.err()).isEmpty();
        assertThat(demo.code()).isZero();
        assertThat(demo.lines()).last().isEqualTo("demo: tests failed before, pass after; 8 steps");
        assertThat(demo.out()).contains("offline model", "I take the change back", "+++ b/src/agenda/Intervals.java");
        assertThat(demo.out()).doesNotContain("\u001b");
        assertThat(folder.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void the_demo_needs_a_compiler() throws Exception {
        Ended demo = end(start(Map.of("PATH", folder.toString(), "JAVA_HOME", ""), "demo"));

        assertThat(demo.code()).isEqualTo(2);
        assertThat(demo.err().lines()).hasSize(1);
        assertThat(demo.err()).contains("javac");
    }

    @Test
    void a_model_on_a_server_does_a_task() throws Exception {
        ScriptedModel model = ScriptedModel.create()
                .call("write", Map.of("path", "a.txt", "content", "hi"))
                .reply("It is written.");
        try (FakeWorkspace files = FakeWorkspace.create();
                LoopbackModelServer server = LoopbackModelServer.serving(model)) {
            Ended run = end(start(
                    variables(server),
                    "run",
                    "--json",
                    "--workspace",
                    files.root().toString(),
                    "--permissions",
                    "workspace",
                    "write it"));

            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.lines().stream()
                            .map(line -> Json.read(line).path("type").asText()))
                    .startsWith("turn_started")
                    .contains("text_delta", "file_changed")
                    .endsWith("turn_ended");
            assertThat(files.read("a.txt")).isEqualTo("hi");
        }
    }

    @Test
    void mimo_auto_needs_a_key_and_does_a_task_with_one() throws Exception {
        ScriptedModel model = ScriptedModel.create().reply("It is done.");
        try (FakeWorkspace files = FakeWorkspace.create();
                LoopbackModelServer server = LoopbackModelServer.serving(model)) {
            String[] task = {
                "run", "--model", "mimo:auto", "--workspace", files.root().toString(), "do it"
            };

            Ended without = end(start(Map.of(), task));
            Ended run = end(start(
                    Map.of(
                            "MIMO_API_KEY",
                            "tp-12345678",
                            "MIMO_BASE_URL",
                            server.baseUrl().toString()),
                    task));

            assertThat(without.code()).isEqualTo(2);
            assertThat(without.err()).contains("XIAOMI_API_KEY or MIMO_API_KEY").hasLineCount(1);
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.out()).contains("It is done.");
            assertThat(server.requests().get(0).json().path("model").asText()).isEqualTo("mimo-v2.5");
            assertThat(server.requests().get(0).header("authorization")).isEqualTo("Bearer tp-12345678");
        }
    }

    @Test
    void an_interrupt_cancels_the_turn_and_ends_with_130() throws Exception {
        ScriptedModel model = ScriptedModel.create().hangUntilCancelled();
        try (FakeWorkspace files = FakeWorkspace.create();
                LoopbackModelServer server = LoopbackModelServer.serving(model)) {
            Process run =
                    start(variables(server), "run", "--workspace", files.root().toString(), "wait for me");
            model.awaitHanging();

            new ProcessBuilder("kill", "-INT", Long.toString(run.pid())).start().waitFor();

            Ended ended = end(run);
            assertThat(ended.code()).isEqualTo(130);
            assertThat(ended.out()).contains("■ cancelled");
            assertThat(ended.err())
                    .contains("nothing is known of openai-compatible:scripted")
                    .hasLineCount(1);
        }
    }

    @Test
    void an_unknown_command_is_bad_usage() throws Exception {
        Ended run = end(start(Map.of(), "fly"));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).startsWith("mimo: ").contains("--help");
    }

    private static Map<String, String> variables(LoopbackModelServer server) {
        return Map.of("OPENAI_COMPATIBLE_BASE_URL", server.baseUrl().toString(), "OPENAI_COMPATIBLE_MODEL", "scripted");
    }

    private Process start(Map<String, String> variables, String... arguments) throws IOException {
        Path tmp = Files.createDirectories(folder.resolve("tmp"));
        // A build that runs in the background ignores interrupts, and so would the processes it starts.
        boolean linux = System.getProperty("os.name").equals("Linux");
        List<String> line = new ArrayList<>(linux ? List.of("env", "--default-signal=INT") : List.of());
        line.addAll(JavaProgram.words(
                "-Djava.io.tmpdir=" + tmp,
                "-jar",
                Path.of("target", "mimo.jar").toAbsolutePath().toString()));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment()
                .keySet()
                .removeIf(
                        name -> name.matches(
                                "(MIMO|OPENAI|ANTHROPIC|DEEPSEEK|MOONSHOT|KIMI|GLM|ZHIPU|ZAI|XIAOMI)_.*|COLUMNS|JAVA_TOOL_OPTIONS"));
        builder.environment().put("MIMO_HOME", folder.resolve("home").toString());
        builder.environment().putAll(variables);
        return builder.start();
    }

    private Ended end(Process process) throws IOException, InterruptedException {
        boolean ended = process.waitFor(2, TimeUnit.MINUTES);
        process.destroyForcibly();
        assertThat(ended).as("ends within 2 min").isTrue();
        return new Ended(
                process.exitValue(), Files.readString(folder.resolve("out")), Files.readString(folder.resolve("err")));
    }
}
