package dev.mimo.providers.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class ThinkTagsTest {

    private final StringBuilder text = new StringBuilder();
    private final StringBuilder thinking = new StringBuilder();

    @Property(tries = 200)
    void an_answer_that_begins_with_the_tag_is_parted_however_it_is_cut(@ForAll long seed) {
        text.setLength(0);
        thinking.setLength(0);
        feed("\n<think>a <b> </thin c</think>\n\nanswer </think> <think>x", new Random(seed));

        assertThat(thinking).hasToString("a <b> </thin c");
        assertThat(text).hasToString("answer </think> <think>x");
    }

    @Test
    void a_tag_within_the_text_is_text() {
        feed("use <think>x</think> tags", new Random(1));

        assertThat(text).hasToString("use <think>x</think> tags");
        assertThat(thinking).isEmpty();
    }

    @Test
    void what_only_began_like_a_tag_is_not_lost() {
        feed(" <thi", new Random(1));

        assertThat(text).hasToString(" <thi");
    }

    @Test
    void thinking_without_an_end_is_thinking() {
        feed("<think>on and on </th", new Random(1));

        assertThat(thinking).hasToString("on and on </th");
        assertThat(text).isEmpty();
    }

    private void feed(String whole, Random random) {
        ThinkTags tags = new ThinkTags(true, text::append, thinking::append);
        int at = 0;
        while (at < whole.length()) {
            int end = Math.min(whole.length(), at + 1 + random.nextInt(5));
            tags.accept(whole.substring(at, end));
            at = end;
        }
        tags.end();
    }
}
