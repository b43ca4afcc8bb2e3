package dev.mimo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.model.Reply;
import dev.mimo.testing.ScriptedModel;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Goals and drafts from the command line. */
class SecondOpinionRunTest {

    private static final Map<String, Object> WRITE = Map.of("path", "a.txt", "content", "hi");
    private static final String MET =
            "{\"verdict\":\"met\",\"reason\":\"the file is there\",\"missing\":[],\"evidence\":[\"check-1\"]}";
    private static final String NOT_MET =
            "{\"verdict\":\"not_met\",\"reason\":\"no file\",\"missing\":[\"write a.txt\"],\"evidence\":[]}";

    @TempDir
    Path home;

    private CommandLineRuns mimo;

    @BeforeEach
    void open() {
        mimo = new CommandLineRuns(home);
    }

    @AfterEach
    void close() {
        mimo.close();
    }

    @Test
    void a_goal_is_worked_on_until_checks_and_judge_agree() {
        mimo.model.reply("Done.").call("write", WRITE).reply("Now it is.").reply(MET);

        int code =
                mimo.run("--permissions", "workspace", "--goal", "a.txt exists", "--evidence", "test -f a.txt", "go");

        assertThat(code).isZero();
        assertThat(mimo.out())
                .containsSubsequence(
                        "✗ $ test -f a.txt",
                        "⚖ not met yet (1 of 12)",
                        "✓ $ test -f a.txt",
                        "⚖ a judge reads",
                        "⚖ the goal is met: the file is there",
                        "✔ done");
        mimo.model.assertExhausted();
    }

    @Test
    void a_goal_that_is_not_met_ends_with_3_and_says_what_is_missing() {
        mimo.model
                .reply("a")
                .reply(NOT_MET)
                .reply("b")
                .reply(NOT_MET)
                .reply("c")
                .reply(NOT_MET);

        assertThat(mimo.run("--goal", "a.txt exists", "go")).isEqualTo(3);

        assertThat(mimo.out()).contains("⚖ not met yet (1 of 12): no file", "- write a.txt", "■ goal not met");
        mimo.model.assertExhausted();
    }

    @Test
    void a_run_that_waits_keeps_its_goal() {
        mimo.model.call("write", WRITE).reply("Written.").reply(MET);
        assertThat(mimo.run("--session", "s", "--goal", "a.txt exists", "go")).isEqualTo(5);

        assertThat(mimo.call("resume", "s", "--allow", "call-1")).isZero();

        assertThat(mimo.out()).contains("⚖ the goal is met");
        mimo.model.assertExhausted();
    }

    @Test
    void evidence_without_a_goal_is_a_mistake() {
        assertThat(mimo.run("--evidence", "true", "go")).isEqualTo(2);
        assertThat(mimo.err()).contains("--evidence is for a goal");
    }

    @Test
    void drafts_are_shown_with_the_one_that_was_taken() {
        mimo.model = ScriptedModel.always(prompt -> Reply.text("It is done."));

        assertThat(mimo.run("--max", "3", "go")).isZero();

        assertThat(mimo.out()).contains("✓ \"It is done.\"", "▸ draft ", "by agreement", "It is done.\n");
    }

    @Test
    void the_bench_repeats_its_table_by_its_seed() {
        assertThat(mimo.call("bench", "max", "--tasks", "200", "--p", "0.9", "--q", "0.9"))
                .isZero();
        String first = mimo.out();
        assertThat(mimo.call("bench", "max", "--tasks", "200", "--p", "0.9", "--q", "0.9"))
                .isZero();

        assertThat(mimo.out()).isEqualTo(first + first).contains("5, always judged", "5, short-cut, when");
    }
}
