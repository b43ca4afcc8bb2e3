package dev.mimo.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.environment.Cancellation;
import dev.mimo.model.Reply;
import dev.mimo.model.Usage;
import dev.mimo.testing.Gate;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person and the agent do to each other. */
class ChatTest {

    private static final Map<String, Object> WRITE = Map.of("path", "a.txt", "content", "hi\n");

    @TempDir
    Path home;

    private ChatRuns chat;

    @BeforeEach
    void open() {
        chat = new ChatRuns(home);
    }

    @AfterEach
    void close() throws Exception {
        chat.close();
        chat.model.assertExhausted();
    }

    @Test
    void a_line_is_a_task_and_the_answer_is_shown() throws Exception {
        chat.model.reply("It is **blue**.");

        chat.open(null).task("What colour?", Expected.TASK);
        chat.leave();

        assertThat(chat.out())
                .contains("› What colour?\n\nIt is **blue**.\n\n✔ done", "go on with: mimo chat --session ");
    }

    @Test
    void a_change_is_shown_before_it_is_allowed_and_not_again_after() throws Exception {
        chat.model.call("write", WRITE).reply("Written.");

        chat.open(null).task("write it", Expected.ANSWER);
        assertThat(chat.out())
                .contains(
                        "? write a.txt  (mode ask-before-change)\n",
                        "  +hi\n",
                        "y once · s session · p project · n no");
        assertThat(chat.files.list()).isEmpty();
        chat.task("y", Expected.TASK);

        assertThat(chat.files.read("a.txt")).isEqualTo("hi\n");
        assertThat(chat.out().split("\\+hi", -1)).hasSize(2);
    }

    @Test
    void what_is_no_answer_is_asked_again() throws Exception {
        chat.model.call("write", WRITE).reply("Written.");

        chat.open(null).task("write it", Expected.ANSWER);
        chat.keyboard.type("yes but faster");
        chat.keyboard.type("");
        chat.task("yes", Expected.TASK);

        assertThat(chat.files.read("a.txt")).isEqualTo("hi\n");
    }

    @Test
    void a_yes_for_the_session_holds_in_it() throws Exception {
        chat.model
                .call("write", WRITE)
                .call("write", Map.of("path", "a.txt", "content", "ho\n"))
                .reply("Twice.");

        chat.open(null).task("write it twice", Expected.ANSWER);
        chat.task("s", Expected.TASK);

        assertThat(chat.files.read("a.txt")).isEqualTo("ho\n");
        assertThat(chat.out().split("\\? write", -1)).hasSize(2);
    }

    @Test
    void a_yes_for_the_project_holds_in_other_sessions() throws Exception {
        chat.model.call("write", WRITE).reply("Written.");
        chat.open("one").task("write it", Expected.ANSWER);
        chat.task("p", Expected.TASK);
        chat.keyboard.type("/permissions");
        assertThat(chat.out()).contains("allowed for this project: ");

        chat.model.call("write", WRITE).reply("Again.");
        chat.keyboard.type("/clear");
        chat.task("and again", Expected.TASK);

        assertThat(chat.out().split("\\? write", -1)).hasSize(2);
    }

    @Test
    void a_no_is_told_to_the_model_with_its_message() throws Exception {
        chat.model
                .call("write", WRITE)
                .expect(prompt -> assertThat(prompt.messages().toString()).contains("the user said no: use b.txt"))
                .reply("I see.");

        chat.open(null).task("write it", Expected.ANSWER);
        chat.task("n use b.txt", Expected.TASK);

        assertThat(chat.files.list()).isEmpty();
    }

    @Test
    void a_command_is_shown_as_it_is_written_and_nothing_hides_in_it() throws Exception {
        chat.model.call("bash", Map.of("command", "echo a\necho \u001b[2Jb")).reply("I see.");

        chat.open(null).task("run it", Expected.ANSWER);
        assertThat(chat.out()).contains("    echo a\n    echo \\u{1b}[2Jb\n");
        chat.task("n", Expected.TASK);

        assertThat(chat.out()).doesNotContain("\u001b");
    }

    @Test
    void a_question_is_answered_by_the_number_of_an_option_or_in_words() throws Exception {
        Map<String, Object> question = Map.of("question", "Which colour?", "options", new String[] {"red", "blue"});
        chat.model
                .call("ask_user", question)
                .expect(prompt -> assertThat(prompt.messages().toString()).contains("blue"))
                .call("ask_user", Map.of("question", "Which shade?"))
                .expect(prompt -> assertThat(prompt.messages().toString()).contains("a dark one"))
                .reply("Blue it is.");

        chat.open(null).task("paint it", Expected.ANSWER);
        assertThat(chat.out()).contains("? Which colour?\n  1. red\n  2. blue\n");
        chat.task("2", Expected.ANSWER);
        chat.task("a dark one", Expected.TASK);
    }

    @Test
    void what_is_typed_while_the_agent_works_is_told_to_it() throws Exception {
        Gate gate = new Gate();
        chat.model
                .respond(prompt -> {
                    gate.pass(Cancellation.never());
                    return Reply.text("Done.");
                })
                .expect(prompt -> assertThat(prompt.messages().toString()).contains("in green, please"))
                .reply("In green.");

        chat.open(null).keyboard.type("paint it");
        gate.awaitArrival();
        chat.keyboard.type("in green, please");
        gate.open();
        chat.keyboard.await(Expected.TASK);

        assertThat(chat.out()).contains("› in green, please\n", "In green.");
    }

    @Test
    void an_interrupt_cancels_the_turn_and_the_session_goes_on() throws Exception {
        chat.model.hangUntilCancelled().reply("Here I am.");

        chat.open(null).keyboard.type("wait");
        chat.model.awaitHanging();
        chat.keyboard.interrupt();
        chat.keyboard.await(Expected.TASK);
        chat.task("still there?", Expected.TASK);

        assertThat(chat.out()).contains("■ cancelled", "Here I am.");
    }

    @Test
    void an_interrupt_takes_back_a_question() throws Exception {
        chat.model.call("write", WRITE).reply("What else?");

        chat.open(null).task("write it", Expected.ANSWER);
        chat.keyboard.interrupt();
        chat.keyboard.await(Expected.TASK);
        chat.task("go on", Expected.TASK);

        assertThat(chat.files.list()).isEmpty();
        assertThat(chat.out()).contains("What else?");
    }

    @Test
    void two_interrupts_leave() throws Exception {
        chat.open(null).keyboard.interrupt();
        assertThat(chat.out()).contains("Ctrl-C once more, or Ctrl-D, leaves");

        chat.leave(new Said.Interrupt(false));
    }

    @Test
    void what_was_spent_is_told_by_who_spent_it() throws Exception {
        chat.model.usage(Usage.of(1200, 34)).reply("Yes.");

        chat.open(null).task("ready?", Expected.TASK);
        chat.keyboard.type("/cost");

        assertThat(chat.out()).contains("agent: 1 reply, 1,200 tokens in, 34 out", "prices are not known");
    }

    @Test
    void what_wants_to_act_is_asked_for_once() throws Exception {
        chat.files.file(".mimo/commands/greet.md", "Greet $1 in $ARGUMENTS.");
        chat.model
                .expect(prompt -> assertThat(prompt.messages().toString()).contains("Greet Ada in Ada French."))
                .reply("Bonjour.");

        chat.open(null).keyboard.await(Expected.ANSWER);
        chat.task("y", Expected.TASK);
        chat.task("/greet Ada French", Expected.TASK);
        chat.leave();
        chat.open(null).keyboard.type("/help");

        assertThat(chat.out()).contains("brings 1 command (greet). Let them act", "/greet");
        assertThat(chat.out().split("Let them act", -1)).hasSize(2);
    }
}
