package dev.mimo.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.session.SearchTerms.Term;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SearchTermsTest {

    @Test
    void words_are_parted_by_spaces_and_joined_by_quotes() {
        assertThat(SearchTerms.of("red \"green  Blue\" a/b").terms())
                .containsExactly(
                        new Term("red", List.of("red"), null),
                        new Term("green  blue", List.of("green", "blue"), null),
                        new Term("a/b", List.of("a", "b"), "a/b"));
    }

    @Test
    void what_is_said_twice_counts_once() {
        assertThat(SearchTerms.of("red Red RED").terms()).hasSize(1);
    }

    @Test
    void literals_are_what_is_more_than_a_word() {
        assertThat(SearchText.literals(
                        "Use `getUserById`, E0382 and max_retry_count; well-known 42 words, e.g. Foo. v1.2"))
                .containsExactly("getuserbyid", "e0382", "max_retry_count", "e.g", "v1.2");
        assertThat(SearchText.literals("(src/main/java/Foo.java:42) C:\\a\\b.txt https://h.org/a?b=c#d, HTTPServer"))
                .containsExactly("src/main/java/foo.java", "a\\b.txt", "https://h.org/a?b=c#d", "httpserver");
    }

    @Property
    void any_text_can_be_taken_apart(@ForAll String text) {
        List<Term> terms = SearchTerms.of(text).terms();

        assertThat(terms).allSatisfy(term -> {
            assertThat(term.words()).isNotEmpty().noneMatch(word -> word.isBlank() || word.indexOf('"') >= 0);
            assertThat(SearchText.words(text)).containsAll(term.words());
        });
    }

    @Property
    void words_stay_what_they_are_when_they_are_taken_apart_again(@ForAll String text) {
        List<String> words = SearchText.words(text);

        assertThat(SearchText.words(String.join(" ", words))).isEqualTo(words);
    }
}
