package dev.mimo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that wait for a person, and go on. */
class ResumeTest {

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
    void what_needs_a_person_pauses_and_is_allowed_later() {
        mimo.model.call("write", WRITE).reply("It is written.");

        assertThat(mimo.run("--session", "s1", "write it")).isEqualTo(5);
        assertThat(mimo.files.list()).isEmpty();
        assertThat(mimo.out()).contains("? call-1: write", "go on with: mimo resume s1 --allow call-1 ");

        assertThat(mimo.call("resume", "s1", "--allow", "call-1")).isZero();
        assertThat(mimo.files.read("a.txt")).isEqualTo("hi");
        mimo.model.assertExhausted();
    }

    @Test
    void a_call_is_denied_with_a_message() {
        mimo.model
                .call("write", WRITE)
                .expect(prompt -> assertThat(prompt.messages().toString()).contains("use b.txt"))
                .reply("I see.");

        assertThat(mimo.run("--session", "s1", "write it")).isEqualTo(5);
        assertThat(mimo.call("resume", "s1", "--deny", "call-1=use b.txt")).isZero();

        assertThat(mimo.files.list()).isEmpty();
        mimo.model.assertExhausted();
    }

    @Test
    void a_question_is_answered_in_words() {
        mimo.model
                .call("ask_user", Map.of("question", "Which colour?"))
                .expect(prompt -> assertThat(prompt.messages().toString()).contains("blue=sky"))
                .reply("Blue it is.");

        assertThat(mimo.run("--session", "s1", "paint it")).isEqualTo(5);
        assertThat(mimo.out()).contains("Which colour?");
        assertThat(mimo.call("resume", "s1", "--answer", "call-1=blue=sky")).isZero();
        mimo.model.assertExhausted();
    }

    @Test
    void what_cannot_be_resumed_is_said_in_a_sentence() {
        mimo.model.call("write", WRITE).reply("done");

        assertThat(mimo.call("resume", "nobody")).isEqualTo(2);
        assertThat(mimo.err()).contains("there is no session \"nobody\"");

        assertThat(mimo.run("--session", "s1", "go")).isEqualTo(5);
        assertThat(mimo.call("resume", "s1", "--allow", "call-9")).isEqualTo(2);
        assertThat(mimo.err()).contains("no call \"call-9\" waits for an answer; there are: call-1.");

        assertThat(mimo.call("resume", "s1", "--allow", "call-1")).isZero();
        assertThat(mimo.call("resume", "s1")).isEqualTo(2);
        assertThat(mimo.err()).contains("waits for nothing");
    }
}
