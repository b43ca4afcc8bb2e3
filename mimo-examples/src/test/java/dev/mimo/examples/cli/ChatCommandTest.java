package dev.mimo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chat where standard input is no terminal. */
class ChatCommandTest {

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
    void lines_are_tasks_answers_and_commands_in_their_turn() {
        mimo.model.call("write", WRITE).reply("Written.").reply("Bye.");
        mimo.typed = "write it\ny\n/cost\nand \\\nbye\n";

        assertThat(chat()).isZero();

        assertThat(mimo.files.read("a.txt")).isEqualTo("hi");
        assertThat(mimo.out())
                .contains("› write it\n", "? write a.txt", "  allowed, this time\n", "agent: 2 replies", "› and\nbye\n")
                .doesNotContain("\u001b", "\r");
        mimo.model.assertExhausted();
    }

    @Test
    void the_end_of_the_lines_is_a_no_and_then_the_end() {
        mimo.model.call("write", WRITE).reply("I see.");
        mimo.typed = "write it\n";

        assertThat(chat()).isZero();

        assertThat(mimo.files.list()).isEmpty();
        assertThat(mimo.out()).contains("denied: the user said no", "I see.");
    }

    @Test
    void a_task_may_stand_on_the_command_line() {
        mimo.model.reply("Hello.");

        assertThat(chat("say", "hello")).isZero();

        assertThat(mimo.out()).contains("› say hello\n\nHello.\n");
    }

    @Test
    void the_exit_code_is_that_of_the_last_task() {
        mimo.model.hangUntilCancelled();

        assertThat(chat("--timeout", "1s", "wait")).isEqualTo(4);
    }

    @Test
    void without_a_model_it_says_so_in_a_sentence() {
        assertThat(mimo.callWithout("chat")).isEqualTo(2);

        assertThat(mimo.err()).hasLineCount(1).startsWith("mimo: no model: set ");
        assertThat(mimo.out()).isEmpty();
    }

    @Test
    void what_is_not_trusted_is_left_out_and_said() {
        mimo.files.file(".mimo/commands/greet.md", "Greet.");
        mimo.typed = "/greet\n";

        assertThat(chat()).isZero();

        assertThat(mimo.out()).contains("--trust lets them act", "there is no command /greet");
    }

    private int chat(String... arguments) {
        List<String> all =
                new ArrayList<>(List.of("chat", "--workspace", mimo.files.root().toString()));
        all.addAll(List.of(arguments));
        return mimo.call(all.toArray(String[]::new));
    }
}
