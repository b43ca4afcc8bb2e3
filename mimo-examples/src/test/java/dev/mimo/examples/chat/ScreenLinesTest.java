package dev.mimo.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenLinesTest {

    private final List<String> shown = new ArrayList<>();
    private final PrintStream out = new PrintStream(
            new ScreenLines((lines, open) -> shown.add(lines + "|" + open)), false, StandardCharsets.UTF_8);

    @Test
    void a_line_is_open_until_it_ends() {
        out.print("日本");
        out.flush();
        out.print("語\nnext");
        out.flush();

        assertThat(shown).containsExactly("|日本", "日本語\n|next");
    }

    @Test
    void a_line_that_began_anew_is_what_it_holds_since() {
        out.print("● bash ⋯ 1");
        out.flush();
        out.print("\r\u001b[K● bash ⋯ 2");
        out.flush();
        out.print("\r\u001b[K● bash … ok\nnext");
        out.flush();

        assertThat(shown).containsExactly("|● bash ⋯ 1", "|● bash ⋯ 2", "● bash … ok\n|next");
    }
}
