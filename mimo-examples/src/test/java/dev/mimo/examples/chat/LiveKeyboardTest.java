package dev.mimo.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.examples.terminal.Style;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jline.terminal.Size;
import org.jline.terminal.impl.ExternalTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The editor at the bottom of the screen, on a terminal made of streams. */
class LiveKeyboardTest {

    @TempDir
    Path home;

    private final PipedOutputStream keys = new PipedOutputStream();
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private LiveKeyboard keyboard;

    @BeforeEach
    void open() throws IOException {
        ExternalTerminal device = new ExternalTerminal(
                "test", "xterm-256color", new PipedInputStream(keys, 1 << 16), screen, StandardCharsets.UTF_8);
        device.setSize(new Size(80, 24));
        keyboard = new LiveKeyboard(device, true, home.resolve("history"));
    }

    @AfterEach
    void close() {
        keyboard.close();
    }

    @Test
    void a_line_is_read_when_enter_is_pressed() throws IOException {
        press("hello\r");

        assertThat(keyboard.read()).isEqualTo(new Said.Line("hello", false));
    }

    @Test
    void a_backslash_or_alt_enter_goes_on_in_the_next_line() throws IOException {
        press("one\\\rtwo\u001b\rthree\r");

        assertThat(keyboard.read()).isEqualTo(new Said.Line("one\ntwo\nthree", false));
    }

    @Test
    void what_is_pasted_stays_one_line() throws IOException {
        press("\u001b[200~one\ntwo\u001b[201~\r");

        assertThat(keyboard.read()).isEqualTo(new Said.Line("one\ntwo", false));
    }

    @Test
    void what_was_typed_too_early_can_be_dropped() throws IOException {
        press("y\r");

        keyboard.forget();
        press("n\r");

        assertThat(keyboard.read()).isEqualTo(new Said.Line("n", false));
    }

    @Test
    void control_d_is_the_end() throws IOException {
        press("\u0004");

        assertThat(keyboard.read()).isEqualTo(new Said.End());
    }

    @Test
    void commands_and_files_are_completed() throws IOException {
        Files.createDirectories(home.resolve("src"));
        Files.writeString(home.resolve("src/Main.java"), "");
        keyboard.completer(new Completion(home, () -> List.of("help", "model")));

        press("/mo\tx\r");
        assertThat(keyboard.read()).isEqualTo(new Said.Line("/model x", false));
        press("see @sr\tMa\t\r");
        assertThat(keyboard.read()).isEqualTo(new Said.Line("see @src/Main.java ", false));
    }

    @Test
    void whole_lines_are_shown_above_and_an_open_one_in_the_prompt() throws IOException {
        keyboard.terminal().line(Style.PLAIN, "whole");
        keyboard.terminal().out().print("open");
        keyboard.terminal().out().flush();
        press("typed\r");
        keyboard.read();

        String shown = screen.toString(StandardCharsets.UTF_8);
        assertThat(shown.indexOf("whole")).isNotNegative().isLessThan(shown.indexOf("open"));
        assertThat(shown.indexOf("open")).isLessThan(shown.indexOf("typed"));
    }

    @Test
    void an_answer_is_not_kept_among_the_lines_of_before_and_the_file_is_private() throws IOException {
        press("a task\r");
        keyboard.read();
        keyboard.expect(Expected.ANSWER);
        press("yes\r");
        keyboard.read();
        keyboard.expect(Expected.TASK);
        keyboard.close();

        assertThat(Files.readString(home.resolve("history"))).contains("a task").doesNotContain("yes");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("history"))))
                .isEqualTo("rw-------");
    }

    private void press(String pressed) throws IOException {
        keys.write(pressed.getBytes(StandardCharsets.UTF_8));
        keys.flush();
    }
}
