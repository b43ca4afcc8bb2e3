package dev.mimo.extension;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordSearchTest {

    private final WordSearch search = new WordSearch(List.of(
            "pdf reads and fills PDF forms", "deploy puts a service on the cluster", "测试 写单元测试", "notes write notes"));

    @Test
    void the_rarest_words_decide() {
        assertThat(search.find("fill a form", 3)).first().isEqualTo(0);
        assertThat(search.find("services on clusters", 1)).containsExactly(1);
    }

    @Test
    void words_without_spaces_are_found() {
        assertThat(search.find("单元", 3)).containsExactly(2);
    }

    @Test
    void what_nobody_says_is_not_found() {
        assertThat(search.find("quantum", 3)).isEmpty();
        assertThat(search.find("", 3)).isEmpty();
        assertThat(new WordSearch(List.of()).find("x", 3)).isEmpty();
    }
}
