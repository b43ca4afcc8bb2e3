package dev.mimo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mimo.testing.ScriptedModel;
import dev.mimo.testing.server.LoopbackModelServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/**
 * The adapter for Terminal-Bench, without its containers: the scripts run here, on a task laid out as the harness does, with the
 * packaged jar and a scripted model on loopback.
 */
class TerminalBenchIT {

    private static final Path ADAPTER = Path.of("terminal-bench").toAbsolutePath();

    /** What the adapter takes from the harness. The command is printed as it would be typed into the container. */
    private static final String HARNESS = """
            import sys, types
            class Command:
                def __init__(self, **fields):
                    self.__dict__.update(fields)
            class Installed:
                def __init__(self, *args, **kwargs):
                    pass
                def perform_task(self, instruction, session, logging_dir=None):
                    return "performed"
            def module(name, **content):
                sys.modules[name] = types.ModuleType(name)
                sys.modules[name].__dict__.update(content)
            module("terminal_bench")
            module("terminal_bench.agents")
            module("terminal_bench.agents.installed_agents")
            module("terminal_bench.agents.installed_agents.abstract_installed_agent", AbstractInstalledAgent=Installed)
            module("terminal_bench.terminal")
            module("terminal_bench.terminal.models", TerminalCommand=Command)
            import mimo_agent
            class Session:
                def copy_to_container(self, file, container_dir, container_filename):
                    size = file.stat().st_size
                    print("copied", container_dir + "/" + container_filename, size > 100)
            agent = mimo_agent.MimoAgent(model_name="openai-compatible/scripted", max_steps=9)
            print(agent._install_agent_script_path.name)
            print(sorted(agent._env.items()))
            print(agent.perform_task("x", Session()))
            print(agent._run_agent_commands(sys.argv[1])[0].command)
            """;

    @TempDir
    Path folder;

    private Path installed;
    private Path work;
    private Path task;

    private record Ended(int code, String out) {}

    @BeforeEach
    void lay() throws Exception {
        task = Path.of(Objects.requireNonNull(getClass().getResource("/terminal-bench/greeting/task.yaml"))
                        .toURI())
                .getParent();
        work = Files.createDirectories(folder.resolve("app"));
        Files.copy(task.resolve("old.txt"), work.resolve("old.txt"));
        installed = Files.createDirectories(folder.resolve("installed-agent"));
        Files.copy(ADAPTER.resolve("run-mimo.sh"), installed.resolve("run-mimo.sh"));
    }

    @Test
    void the_adapter_installs_mimo_and_solves_a_task() throws Exception {
        ScriptedModel model = ScriptedModel.create()
                .call("write", Map.of("path", "greeting.txt", "content", "Hello, Ada!\n"))
                .call("bash", Map.of("command", "rm old.txt && ls"))
                .reply("Ada is greeted.");
        pack();
        try (LoopbackModelServer server = LoopbackModelServer.serving(model)) {
            Map<String, String> variables = Map.of(
                    "MIMO_AGENT_FOLDER", installed.toString(),
                    "MIMO_MODEL", "openai-compatible:scripted",
                    "MIMO_MAX_STEPS", "9",
                    "OPENAI_COMPATIBLE_BASE_URL", server.baseUrl().toString(),
                    "OPENAI_COMPATIBLE_MODEL", "scripted");

            Ended before = end(variables, "bash", task.resolve("run-tests.sh").toString());
            Ended install = end(variables, "bash", "-c", "source " + ADAPTER.resolve("install-mimo.sh"));
            Ended run = end(variables, "sh", installed.resolve("run-mimo.sh").toString(), instruction());
            Ended after = end(variables, "bash", task.resolve("run-tests.sh").toString());

            assertThat(before.out()).contains("FAILED greets_ada");
            assertThat(install.code()).as(install.out()).isZero();
            assertThat(run.code()).as(run.out()).isZero();
            assertThat(after).isEqualTo(new Ended(0, "PASSED greets_ada\nPASSED nothing_else\n"));
            assertThat(model.prompts().get(0).toString()).contains("greets Ada by name");
        }
    }

    @Test
    void the_tests_of_the_task_are_passed_by_its_own_solution() throws Exception {
        end(Map.of(), "bash", task.resolve("solution.sh").toString());

        assertThat(end(Map.of(), "bash", task.resolve("run-tests.sh").toString())
                        .code())
                .isZero();
    }

    @Test
    void the_agent_class_gives_the_harness_what_it_asks_for() throws Exception {
        assumeTrue(end(Map.of(), "sh", "-c", "command -v python3").code() == 0, "skipped: there is no python3");
        Files.writeString(folder.resolve("harness.py"), HARNESS);
        Map<String, String> variables =
                Map.of("PYTHONPATH", ADAPTER.toString(), "PYTHONDONTWRITEBYTECODE", "1", "OPENAI_API_KEY", "k");

        Ended ended = end(variables, "python3", folder.resolve("harness.py").toString(), "Don't panic");

        assertThat(ended.out().lines())
                .as(ended.out())
                .containsExactly(
                        "install-mimo.sh",
                        "[('MIMO_MAX_STEPS', '9'), ('MIMO_MODEL', 'openai-compatible:scripted'), ('OPENAI_API_KEY', 'k')]",
                        "copied /installed-agent/mimo.tar.gz True",
                        "copied /installed-agent/run-mimo.sh True",
                        "performed",
                        "sh /installed-agent/run-mimo.sh 'Don'\"'\"'t panic'");
    }

    private String instruction() throws IOException {
        Map<String, Object> fields = new Yaml().load(Files.readString(task.resolve("task.yaml")));
        return Objects.requireNonNull((String) fields.get("instruction"));
    }

    /** As the agent class does. */
    private void pack() throws Exception {
        Path target = Path.of("target").toAbsolutePath();
        Ended tar = end(
                Map.of(),
                "tar",
                "-czf",
                installed.resolve("mimo.tar.gz").toString(),
                "-C",
                target.toString(),
                "mimo.jar",
                "lib");
        assertThat(tar.code()).as(tar.out()).isZero();
    }

    private Ended end(Map<String, String> variables, String... line) throws Exception {
        Path out = Files.createTempFile(folder, "out", ".txt");
        ProcessBuilder builder = new ProcessBuilder(List.of(line))
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        Map<String, String> environment = new HashMap<>(builder.environment());
        builder.environment().clear();
        environment.forEach((name, value) -> {
            if (!name.matches(
                    "(MIMO|OPENAI|ANTHROPIC|DEEPSEEK|MOONSHOT|KIMI|GLM|ZHIPU|ZAI|XIAOMI)_.*|JAVA_TOOL_OPTIONS")) {
                builder.environment().put(name, value);
            }
        });
        String java = Path.of(System.getProperty("java.home"), "bin").toString();
        builder.environment().put("PATH", java + ":" + environment.get("PATH"));
        builder.environment().put("TEST_DIR", task.resolve("tests").toString());
        builder.environment().putAll(variables);
        Process process = builder.start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(3, TimeUnit.MINUTES);
        process.destroyForcibly();
        assertThat(ended).as("ends within 3 min").isTrue();
        try {
            return new Ended(process.exitValue(), Files.readString(out));
        } finally {
            FileUtils.deleteQuietly(out.toFile());
        }
    }
}
