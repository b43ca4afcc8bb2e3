package dev.mimo.examples.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MarkdownViewTest {

    private static final String EVERYTHING = """
            # A heading with `code`

            Some *plain* and **bold words** that are long enough to be broken, snake_case_name, 2 * 3 * 4, a ``tick ` in``
            code, a [link](https://example.org/a), [no link] and [none](, an escape \\* and a path C:\\new.
            ***both*** at __once__; an emoji ✅ 👍🏽 and 日本語の文章もここにあります。

            - one
            * two that goes on for longer than a narrow line can hold, so it hangs
              1. nested
            10) ten
            - [ ] open
            - [x] done
            > quoted words that also go on for longer than a narrow line can hold
            ---
            ```java
            void main() { /* **not bold** */ }

            # no heading
            ```
            | a | b **bold** | c |
            |---|:--:|--:|
            | 1 | two \\| three | 日本 |
            | a long cell that has to be broken somewhere | x |
            | not a table
            ~~~
            open fence | - # \u001b[2J \u202e
            """;

    @Test
    void where_the_text_is_cut_makes_no_difference() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 400; round++) {
            String text = round % 2 == 0 ? EVERYTHING : anything(random);
            int width = List.of(20, 40, 80, 200).get(random.nextInt(4));
            boolean colours = random.nextBoolean();

            String whole = shown(colours, width, List.of(text));
            String pieces = shown(colours, width, cut(text, random));

            assertThat(pieces).as("seed %d, round %d", seed, round).isEqualTo(whole);
        }
    }

    @Test
    void nothing_is_lost_and_nothing_unsafe_is_shown() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            String text = anything(random);

            String plain = withoutStyles(shown(true, 40, List.of(text)));

            assertThat(letters(plain)).as("seed %d, round %d", seed, round).isEqualTo(letters(text));
            assertThat(plain).doesNotContain("\u001b", "\u202e", "\r");
        }
    }

    @Test
    void no_line_but_one_of_code_is_wider_than_the_terminal() {
        for (int width : List.of(20, 40, 80, 200)) {
            String shown = withoutStyles(shown(true, width, List.of(EVERYTHING)));

            assertThat(shown.lines().filter(line -> !line.contains("void main") && !line.contains("open fence")))
                    .allSatisfy(
                            line -> assertThat(Printable.columns(line)).as(line).isLessThan(width));
        }
    }

    @Test
    void words_are_shown_before_their_line_has_ended() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        MarkdownView view = new MarkdownView(terminal(bytes, false, 80));

        view.add("- The **answ");

        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("- The");
    }

    @Test
    void marks_become_styles() {
        assertThat(shown(true, 80, List.of("## Title\na **b c** `d` _e_ [f](http://g)\n")))
                .isEqualTo("\u001b[1mTitle\u001b[0m\n"
                        + "a \u001b[1mb\u001b[0m \u001b[1mc\u001b[0m \u001b[36md\u001b[0m \u001b[3me\u001b[0m"
                        + " \u001b[4mf\u001b[0m \u001b[2m(http://g)\u001b[0m\n");
    }

    @Test
    void what_only_looks_like_a_mark_stays() {
        String text = "2 * 3 * 4 and snake_case_name and a[0] and [x] and **\n#tag\n1.5 is -3\n";

        assertThat(shown(true, 80, List.of(text))).isEqualTo(text);
    }

    @Test
    void without_colours_the_marks_stay() {
        String text = "## Title\n- **b** `c` [f](http://g)\n> q\n```\ncode\n```\n";

        assertThat(shown(false, 80, List.of(text))).isEqualTo(text);
    }

    @Test
    void items_hang_and_have_boxes() {
        assertThat(withoutStyles(shown(true, 20, List.of("- one two three four five\n  1. six\n- [x] done\n"))))
                .isEqualTo("• one two three\n  four five\n  1. six\n☑ done\n");
    }

    @Test
    void a_table_is_aligned_and_broken_to_fit() {
        String table = "| name | count |\n|---|--:|\n| a somewhat longer name | 12 |\n";

        assertThat(shown(false, 80, List.of(table)))
                .isEqualTo("name                   │ count\n───────────────────────┼──────\n"
                        + "a somewhat longer name │    12\n");
        assertThat(shown(false, 20, List.of(table)))
                .isEqualTo("name        │ count\n────────────┼──────\na somewhat  │    12\nlonger name │      \n");
    }

    @Test
    void a_table_without_room_is_shown_row_by_row() {
        String table = "| a | b | c | d |\n|---|---|---|---|\n| 1 | 2 | 3 | 4 |\n";

        assertThat(shown(false, 20, List.of(table))).isEqualTo("- a: 1\n  b: 2\n  c: 3\n  d: 4\n");
    }

    @Test
    void something_else_may_be_shown_in_the_middle_of_code() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        MarkdownView view = new MarkdownView(terminal(bytes, true, 80));

        view.add("```\na **b**\n");
        view.breakLine();
        view.add("c **d**\n```\n");

        assertThat(withoutStyles(bytes.toString(StandardCharsets.UTF_8))).isEqualTo("  a **b**\n  c **d**\n");
    }

    /** Random text in which marks are frequent. */
    private static String anything(Random random) {
        String alphabet = "aab c d\n\n  **__``[](){}|>#-+~.1\\*é日👍x:!/\t\u001b\r";
        int[] points = alphabet.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(300); i > 0; i--) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }

    /** Also between the halves of a pair. */
    private static List<String> cut(String text, Random random) {
        List<String> pieces = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            int end = Math.min(text.length(), at + 1 + random.nextInt(random.nextBoolean() ? 2 : 20));
            pieces.add(text.substring(at, end));
            at = end;
        }
        return pieces;
    }

    /** Sorted, as the cells of a table stand side by side. */
    private static List<Integer> letters(String text) {
        return text.replaceAll("\\\\u\\{[0-9a-f]+\\}", "")
                .codePoints()
                .filter(c -> "abcdé日👍".indexOf(c) >= 0)
                .sorted()
                .boxed()
                .toList();
    }

    private static String withoutStyles(String text) {
        return text.replaceAll("\u001b\\[[0-9]*m", "");
    }

    private static String shown(boolean colours, int width, List<String> pieces) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        MarkdownView view = new MarkdownView(terminal(bytes, colours, width));
        pieces.forEach(view::add);
        view.end();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Terminal terminal(ByteArrayOutputStream bytes, boolean colours, int width) {
        return Terminal.of(new PrintStream(bytes, true, StandardCharsets.UTF_8), colours, width);
    }
}
