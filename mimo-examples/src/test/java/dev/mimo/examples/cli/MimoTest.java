package dev.mimo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.agent.Outcome;
import dev.mimo.model.Json;
import dev.mimo.model.ModelException;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Reply;
import dev.mimo.model.StopReason;
import dev.mimo.model.Usage;
import dev.mimo.testing.ScriptedModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands with a scripted model, in this process. */
class MimoTest {

    private static final ModelRef SCRIPTED = ModelRef.of("scripted", "model");
    private static final Map<String, Object> WRITE = Map.of("path", "a.txt", "content", "hi");

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
    void a_task_that_is_done_ends_with_0() {
        mimo.model.call("write", WRITE).reply("It is written.");

        assertThat(mimo.run("--permissions", "workspace", "write it")).isZero();

        assertThat(mimo.files.read("a.txt")).isEqualTo("hi");
        assertThat(mimo.out()).contains("● write a.txt … ok", "+hi", "It is written.", "✔ done · 2 steps");
        mimo.model.assertExhausted();
    }

    @Test
    void a_failure_ends_with_1_and_one_sentence() {
        mimo.model.fail(
                new ModelException.AuthenticationFailed(ModelException.Failure.of(SCRIPTED, "the key is wrong")));

        assertThat(mimo.run("go")).isEqualTo(1);

        assertThat(mimo.out()).contains("the key is wrong", "■ failed").doesNotContain("\tat ");
    }

    @Test
    void a_refusal_ends_with_1() {
        mimo.model.reply(
                new Reply(Reply.text("I will not do that.").message(), StopReason.REFUSAL, Usage.none(), null));

        assertThat(mimo.run("go")).isEqualTo(1);
    }

    @Test
    void a_limit_ends_with_4() {
        mimo.model.call("glob", Map.of("pattern", "*")).reply("never said");

        assertThat(mimo.run("--max-steps", "1", "go")).isEqualTo(4);
        assertThat(mimo.out()).contains("■ limit reached · 1 step");
    }

    @Test
    void going_round_in_circles_ends_with_6() {
        mimo.model =
                ScriptedModel.always(prompt -> Reply.calls(ScriptedModel.toolCall("glob", Map.of("pattern", "*"))));

        assertThat(mimo.run("go")).isEqualTo(6);
    }

    @Test
    void a_cancelled_task_ends_with_130() throws InterruptedException {
        mimo.model.hangUntilCancelled();
        CompletableFuture<Integer> code = CompletableFuture.supplyAsync(() -> mimo.run("go"));
        mimo.model.awaitHanging();

        mimo.interrupt.cancel("interrupted");

        assertThat(code.join()).isEqualTo(130);
        assertThat(mimo.out()).contains("■ cancelled");
    }

    @Test
    void every_outcome_has_its_exit_code() {
        Outcome.Account account = new Outcome.Account("t", 1, Usage.none(), null);

        assertThat(ExitCode.of(new Outcome.GoalNotMet(account, ""))).isEqualTo(3);
        assertThat(ExitCode.of(new Outcome.GoalUnverified(account, ""))).isEqualTo(3);
        assertThat(ExitCode.of(new Outcome.Stuck(account, ""))).isEqualTo(6);
        assertThat(ExitCode.of(new Outcome.Paused(account, List.of()))).isEqualTo(5);
    }

    @Test
    void the_last_rule_that_fits_counts() {
        mimo.model.call("write", WRITE).reply("no").call("write", WRITE).reply("yes");

        assertThat(mimo.run("--allow", "edit:*.txt", "--ask", "edit:a*", "go")).isEqualTo(5);
        assertThat(mimo.run("--ask", "edit:a*", "--allow", "edit:*.txt", "go")).isZero();
    }

    @Test
    void a_denied_call_is_told_to_the_model_and_the_turn_goes_on() {
        mimo.model.call("write", WRITE).reply("I may not.");

        assertThat(mimo.run("--permissions", "bypass", "--deny", "edit:*", "go"))
                .isZero();
        assertThat(mimo.files.list()).isEmpty();
    }

    @Test
    void events_are_one_object_a_line_and_nothing_else() {
        mimo.model.call("write", WRITE).reply("never said");

        assertThat(mimo.run("--json", "go")).isEqualTo(5);

        List<JsonNode> events = mimo.out().lines().map(Json::read).toList();
        assertThat(events)
                .first()
                .extracting(event -> event.path("type").asText())
                .isEqualTo("turn_started");
        assertThat(events)
                .last()
                .extracting(event -> event.path("outcome").asText())
                .isEqualTo("paused");
        assertThat(mimo.err()).contains("mimo resume", "? call-1: write");
    }

    @Test
    void an_ephemeral_run_keeps_nothing() {
        mimo.model.reply("done");

        assertThat(mimo.run("--ephemeral", "go")).isZero();
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void a_session_goes_on_with_the_next_task() {
        mimo.model
                .reply("First.")
                .expect(prompt -> assertThat(prompt.messages()).hasSize(3))
                .reply("Second.");

        assertThat(mimo.run("--session", "s1", "one")).isZero();
        assertThat(mimo.run("--session", "s1", "two")).isZero();
        mimo.model.assertExhausted();
    }

    @Test
    void bad_usage_ends_with_2_and_one_line() {
        List<List<String>> wrong = List.of(
                List.of(),
                List.of("fly"),
                List.of("run"),
                List.of("run", " ", ""),
                List.of("run", "--max-steps", "0", "go"),
                List.of("run", "--max-steps", "many", "go"),
                List.of("run", "--timeout", "soon", "go"),
                List.of("run", "--timeout", "0s", "go"),
                List.of("run", "--max-cost", "-1", "go"),
                List.of("run", "--max-cost", "1", "go"),
                List.of("run", "--permissions", "all", "go"),
                List.of("run", "--allow", "bash", "go"),
                List.of("run", "--session", "", "go"),
                List.of("run", "--workspace", "/no/such/folder", "go"),
                List.of("run", "--unknown", "go"),
                List.of("resume"),
                List.of("resume", "s", "--answer", "call-1"));
        for (List<String> arguments : wrong) {
            mimo.forgetErrors();

            assertThat(mimo.call(arguments.toArray(String[]::new)))
                    .as(arguments.toString())
                    .isEqualTo(2);

            assertThat(mimo.err().lines()).as(arguments.toString()).hasSize(1);
            assertThat(mimo.err()).startsWith("mimo: ");
        }
        assertThat(mimo.model.prompts()).isEmpty();
    }

    @Test
    void without_a_model_the_variables_to_set_are_named() {
        assertThat(mimo.callWithout("run", "go")).isEqualTo(2);

        assertThat(mimo.err()).contains("OPENAI_API_KEY", "OPENAI_COMPATIBLE_BASE_URL", "MIMO_MODEL", "--model");
        assertThat(mimo.err().lines()).hasSize(1);
    }

    @Test
    void a_cost_limit_without_prices_is_refused_in_our_own_words() {
        assertThat(mimo.run("--max-cost", "1.50", "go")).isEqualTo(2);

        assertThat(mimo.err()).contains("--max-cost needs known prices", "scripted:model");
    }

    @Test
    void a_task_needs_no_quotes() {
        mimo.model
                .expect(prompt -> assertThat(prompt.messages().toString()).contains("fix the test"))
                .reply("done");

        assertThat(mimo.run("--timeout", "1h30m", "fix", "the", "test")).isZero();
        mimo.model.assertExhausted();
    }

    @Test
    void a_demo_without_a_compiler_ends_with_2() {
        assertThat(mimo.call("demo")).isEqualTo(2);

        assertThat(mimo.err()).contains("javac", "JAVA_HOME");
    }

    @Test
    void help_and_version_are_shown() {
        assertThat(mimo.call("--help")).isZero();
        assertThat(mimo.call("run", "--help")).isZero();
        assertThat(mimo.call("--version")).isZero();

        assertThat(mimo.out()).contains("Exit codes:", "--permissions", "mimo 0.1.0");
    }
}
