package dev.mimo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mimo.testing.FakeWorkspace;
import dev.mimo.testing.ScriptedModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mimo ci} as a build job calls it. */
class CiCommandIT {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private CommandLineRuns runs;

    @BeforeEach
    void prepare() {
        assumeTrue(FakeWorkspace.gitIsPresent(), "there is no git");
        runs = new CommandLineRuns(folder);
        runs.files.file("answer.txt", "41\n").gitInit();
    }

    @AfterEach
    void tidy() {
        if (runs != null) {
            runs.close();
        }
    }

    @Test
    void a_repair_ends_with_0_and_leaves_a_patch_and_a_summary() throws Exception {
        runs.model = ScriptedModel.create()
                .call("read", Map.of("path", "answer.txt"))
                .call("edit", Map.of("path", "answer.txt", "old", "41", "new", "42"))
                .reply("One was missing.");
        Files.writeString(folder.resolve("summary.md"), "before\n");

        int code = ci("grep -q 42 answer.txt");

        assertThat(runs.err()).isEmpty();
        assertThat(code).isZero();
        assertThat(folder.resolve("mimo.patch")).content().contains("-41", "+42");
        assertThat(folder.resolve("summary.md"))
                .content()
                .startsWith("before\n## Repaired")
                .contains("One was missing.");
    }

    @Test
    void a_limit_ends_with_4_and_leaves_no_patch_not_even_an_old_one() throws Exception {
        Files.writeString(folder.resolve("mimo.patch"), "of an earlier run");
        runs.model = ScriptedModel.create()
                .call("read", Map.of("path", "answer.txt"))
                .call("edit", Map.of("path", "answer.txt", "old", "41", "new", "40"));

        int code = ci("grep -q 42 answer.txt", "--max-steps", "2");

        assertThat(code).isEqualTo(4);
        assertThat(folder.resolve("mimo.patch")).doesNotExist();
        assertThat(runs.files.read("answer.txt")).isEqualTo("41\n");
        assertThat(folder.resolve("summary.md")).content().startsWith("## Not repaired: a limit was reached");
    }

    @Test
    void a_check_that_passes_ends_with_0_without_a_patch() {
        int code = ci("grep -q 41 answer.txt");

        assertThat(code).isZero();
        assertThat(folder.resolve("mimo.patch")).doesNotExist();
    }

    @Test
    void without_a_model_or_with_a_price_limit_and_no_price_it_is_bad_usage() {
        assertThat(runs.callWithout("ci", "--check", "false", "--checkout", root()))
                .isEqualTo(2);
        assertThat(runs.err()).contains("no model");
        runs.forgetErrors();

        assertThat(ci("false", "--max-cost", "1.00")).isEqualTo(2);
        assertThat(runs.err()).contains("price");
    }

    private int ci(String check, String... more) {
        String[] line = {
            "ci",
            "--check",
            check,
            "--checkout",
            root(),
            "--patch",
            folder.resolve("mimo.patch").toString(),
            "--summary",
            folder.resolve("summary.md").toString()
        };
        String[] all = Arrays.copyOf(line, line.length + more.length);
        System.arraycopy(more, 0, all, line.length, more.length);
        return runs.call(all);
    }

    private String root() {
        return runs.files.root().toString();
    }
}
