package dev.mimo.tool.shell;

import static dev.mimo.tool.shell.TestContext.bash;
import static dev.mimo.tool.shell.TestContext.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.environment.CancelledException;
import dev.mimo.environment.Environment;
import dev.mimo.model.ToolResult;
import dev.mimo.testing.ManualClock;
import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.Tool;
import dev.mimo.tool.ToolProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BashToolIT {

    /** Not a whole number of seconds, so that no other process has it as an argument. */
    private final String marker = "987." + (UUID.randomUUID().getMostSignificantBits() >>> 1);

    private Path root;
    private TestContext context;
    private final Tool tool = ShellTools.all().get(0);

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        root = folder.toRealPath();
        context = TestContext.in(root);
    }

    @Test
    void a_command_that_ends_well_is_no_error() throws Exception {
        ToolResult result = run("echo one; echo two >&2; echo three");

        assertThat(result.text()).matches("one\ntwo\nthree\n\\[exit 0, \\d+\\.\\d s\\]");
        assertThat(result.error()).isFalse();
    }

    @Test
    void an_exit_code_is_told_and_makes_an_error() throws Exception {
        ToolResult result = run("printf partial; exit 3");

        assertThat(result.text()).matches("partial\n\\[exit 3, \\d+\\.\\d s\\]");
        assertThat(result.error()).isTrue();
    }

    @Test
    void a_command_that_kills_itself_shows_the_signal() throws Exception {
        assertThat(run("kill -KILL $$").text()).startsWith("[exit 137, ");
    }

    @Test
    void a_command_that_does_not_exist_is_an_error() throws Exception {
        assertThat(run("no-such-program-here").text()).contains("no-such-program-here", "[exit 127, ");
    }

    @Test
    void standard_input_is_empty() throws Exception {
        assertThat(run("cat; read -r line || echo nothing").text()).startsWith("nothing\n[exit 0, ");
    }

    @Test
    void it_runs_in_the_workspace_or_in_the_folder_named() throws Exception {
        Files.createDirectories(root.resolve("a/b"));

        assertThat(run("pwd -P").text()).startsWith(root + "\n");
        assertThat(tool.call(call("bash", "{\"command\":\"pwd -P\",\"cwd\":\"a/b\"}"), context)
                        .text())
                .startsWith(root.resolve("a/b") + "\n");
        assertThatThrownBy(() -> tool.call(call("bash", "{\"command\":\"pwd\",\"cwd\":\"none\"}"), context))
                .isInstanceOf(InvalidCall.class)
                .hasMessageContaining("none");
    }

    @Test
    void the_environment_is_cleaned() throws Exception {
        Map<String, String> parent = Map.of(
                "PATH", System.getenv("PATH"),
                "HOME", "/home/x",
                "LC_ALL", "C.UTF-8",
                "ANTHROPIC_API_KEY", "sk-very-secret",
                "BASH_ENV", "/evil",
                "CI", "true",
                "GOPATH", "/go",
                "OTHER", "no");
        Tool cleaned = ShellTools.on(new HostCommandRunner(), () -> parent)
                .passing("GOPATH")
                .tools()
                .get(0);

        String text = cleaned.call(bash("env | sed 's/=.*//' | sort"), context).text();

        assertThat(text.lines().filter(line -> !line.startsWith("[")).toList())
                .containsExactlyInAnyOrder(
                        "GIT_PAGER",
                        "GIT_TERMINAL_PROMPT",
                        "GOPATH",
                        "HOME",
                        "LC_ALL",
                        "MIMO_COMMAND",
                        "NO_COLOR",
                        "PAGER",
                        "PATH",
                        "PWD",
                        "SHLVL",
                        "TERM",
                        "_");
        assertThat(text).doesNotContain("secret");
    }

    @Test
    void letters_of_all_scripts_reach_the_command_in_any_locale() throws Exception {
        assertThat(run("printf '%s' 'grün 漢字 🦀'").text()).startsWith("grün 漢字 🦀\n[exit 0");
        assertThat(run(HostCommandRunner.asAscii("printf '%s|' 'grün 漢字 🦀' \"a%b\\\\c\""))
                        .text())
                .startsWith("grün 漢字 🦀|a%b\\c|\n[exit 0");
    }

    @Test
    void what_a_command_left_in_the_background_does_not_hold_the_answer_and_is_killed() throws Exception {
        ToolResult result = run("sleep " + marker + " & echo hi");

        assertThat(result.text()).matches("hi\n\\[exit 0, \\d+\\.\\d s; what it left running was killed\\]");
        assertThat(result.error()).isFalse();
        assertThat(leftOver()).isEmpty();
    }

    @Test
    void a_left_process_that_never_stops_writing_does_not_hold_the_answer() throws Exception {
        ToolResult result = run("echo hi; (exec -a " + marker + " yes) & exit 0");

        assertThat(result.text()).startsWith("hi\n").contains("[exit 0, ");
        assertThat(leftOver()).isEmpty();
    }

    @Test
    void a_daemon_with_a_session_of_its_own_neither_holds_the_answer_nor_is_killed() throws Exception {
        ToolResult result = run("setsid sh -c 'echo $$ > pid; exec sleep " + marker + "' & "
                + "while [ ! -s pid ]; do sleep 0.02; done; echo hi");

        long pid = Long.parseLong(Files.readString(root.resolve("pid")).strip());
        ProcessHandle daemon = ProcessHandle.of(pid).orElseThrow();
        try {
            assertThat(result.text()).matches("hi\n\\[exit 0, \\d+\\.\\d s\\]");
            assertThat(daemon.isAlive()).isTrue();
        } finally {
            daemon.destroyForcibly();
            daemon.onExit().join();
        }
    }

    @Test
    void a_timeout_kills_grandchildren_that_ignore_the_polite_signal() throws Exception {
        ToolResult result = tool.call(
                call(
                        "bash",
                        "{\"timeout_ms\":700,\"command\":\"echo begun; trap '' TERM; (trap '' TERM; sleep " + marker
                                + " & wait) & sleep " + marker + "\"}"),
                context);

        assertThat(result.text()).matches("begun\n\\[timed out after 0\\.7 s, killed, \\d+\\.\\d s\\]");
        assertThat(result.error()).isTrue();
        assertThat(leftOver()).isEmpty();
    }

    @Test
    void a_timeout_kills_daemons_too_also_those_whose_parent_is_gone() throws Exception {
        ToolResult result = tool.call(
                call(
                        "bash",
                        "{\"timeout_ms\":700,\"command\":\"setsid sleep " + marker + " & (setsid sh -c '(sleep "
                                + marker + " &)' &) ; set -m; sleep " + marker + " & sleep " + marker + "\"}"),
                context);

        assertThat(result.text()).contains("[timed out after 0.7 s, killed");
        assertThat(leftOver()).isEmpty();
    }

    @Test
    void a_command_that_keeps_forking_is_killed() throws Exception {
        ToolResult result = tool.call(
                call(
                        "bash",
                        "{\"timeout_ms\":500,\"command\":\"trap '' TERM; f() { sleep 0.05; : " + marker
                                + "; f & }; f; sleep " + marker + "\"}"),
                context);

        assertThat(result.text()).contains("timed out");
        assertThat(leftOver()).isEmpty();
    }

    @Test
    void a_signal_from_another_thread_kills_the_command() throws Exception {
        CompletableFuture<Void> signal = CompletableFuture.runAsync(() -> {
            awaitFile(root.resolve("begun"));
            context.cancellation().cancel("by the user");
        });

        ToolResult result = run("echo said; touch begun; sleep " + marker);

        signal.join();
        assertThat(result.text()).matches("said\n\\[cancelled \\(by the user\\), killed, \\d+\\.\\d s\\]");
        assertThat(result.error()).isTrue();
        assertThat(leftOver()).isEmpty();
        assertThatThrownBy(() -> run("touch never")).isInstanceOf(CancelledException.class);
        assertThat(root.resolve("never")).doesNotExist();
    }

    @Test
    void an_interrupt_kills_the_command_and_is_kept() throws Exception {
        Thread caller = Thread.currentThread();
        CompletableFuture<Void> interrupter = CompletableFuture.runAsync(() -> {
            awaitFile(root.resolve("begun"));
            caller.interrupt();
        });

        ToolResult result = run("touch begun; sleep " + marker);

        assertThat(Thread.interrupted()).isTrue();
        interrupter.join();
        assertThat(result.text()).startsWith("[interrupted, killed, ");
        assertThat(leftOver()).isEmpty();
    }

    @Test
    void a_signal_ends_a_command_that_floods() throws Exception {
        CompletableFuture<Void> signal = CompletableFuture.runAsync(() -> {
            awaitFile(root.resolve("begun"));
            context.cancellation().cancel("enough");
        });

        ToolResult result = run("touch begun; yes");

        signal.join();
        assertThat(result.text()).contains("[cancelled (enough), killed");
    }

    @Test
    void long_output_is_told_in_part_and_kept_in_a_private_file() throws Exception {
        ToolResult result = run("i=0; while [ $i -lt 9000 ]; do echo line-$i; i=$((i+1)); done");

        Path file = onlyFile();
        String all = Stream.iterate(0, i -> i + 1)
                .limit(9000)
                .map(i -> "line-" + i + "\n")
                .collect(Collectors.joining());
        assertThat(Files.readString(file)).isEqualTo(all);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(result.text())
                .startsWith("line-0\nline-1\n")
                .contains("\n[… " + (all.length() - 30_000) + " bytes left out; read the full output in " + file
                        + " …]\n")
                .contains("line-8999\n[exit 0, ")
                .hasSizeLessThan(30_300);
    }

    @Test
    void output_that_fits_leaves_no_file() throws Exception {
        assertThat(run("head -c 30000 /dev/zero | tr '\\0' x").text()).hasSizeGreaterThan(30_000);
        assertThat(context.folder()).doesNotExist();
    }

    @Test
    void a_hundred_megabytes_are_kept_whole() throws Exception {
        ToolResult result = run("head -c 104857600 /dev/zero | tr '\\0' 'z'; echo the end");

        assertThat(Files.size(onlyFile())).isEqualTo(104_857_608);
        assertThat(result.text())
                .startsWith("zzz")
                .contains("zzzthe end\n[exit 0, ")
                .hasSizeLessThan(30_300);
    }

    @Test
    void binary_output_is_told_as_text_without_zeros() throws Exception {
        ToolResult result = run("printf 'a\\0b\\377c\\303\\244\\303'");

        assertThat(result.text()).startsWith("ab\uFFFDcä\uFFFD\n[exit 0");
    }

    @Test
    void progress_is_told_at_most_ten_times_a_second_and_without_loss_at_the_end() throws Exception {
        ManualClock still = new ManualClock(Instant.EPOCH.plus(Duration.ofDays(1)));
        try (Environment environment = Environment.builder().clock(still).build()) {
            TestContext frozen = new TestContext(
                    context.workspace(),
                    context.folder(),
                    context.resources(),
                    environment,
                    context.cancellation(),
                    context.told());

            tool.call(bash("echo one; sleep 0.2; echo two; sleep 0.2; echo three"), frozen);
        }

        assertThat(context.told())
                .containsExactly(new ToolProgress("call-1", "one\n"), new ToolProgress("call-1", "two\nthree\n"));
    }

    @Test
    void a_command_too_long_for_the_system_is_refused() {
        assertThatThrownBy(() -> run("echo " + "x".repeat(3_000_000))).isInstanceOf(IOException.class);
        assertThat(root.toFile().list()).isEmpty();
    }

    private ToolResult run(String command) throws Exception {
        return tool.call(bash(command), context);
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> files = Files.list(context.folder())) {
            return files.collect(Collectors.collectingAndThen(Collectors.toList(), list -> {
                assertThat(list).hasSize(1);
                return list.get(0);
            }));
        }
    }

    private Stream<String> leftOver() {
        return leftOver(marker);
    }

    static Stream<String> leftOver(String marker) {
        return ProcessHandle.allProcesses()
                .filter(ProcessHandle::isAlive)
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains(marker));
    }

    /** Returns as soon as a command of the test has made the file. */
    static void awaitFile(Path file) {
        while (!Files.exists(file)) {
            Thread.onSpinWait();
        }
    }
}
