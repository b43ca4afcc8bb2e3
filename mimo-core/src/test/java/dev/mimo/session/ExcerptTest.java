package dev.mimo.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.session.HistorySearch.Source;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExcerptTest {

    @Test
    void terms_in_one_sentence_are_together_and_scattered_ones_are_not() {
        String gap = " and so on".repeat(30);

        assertThat(isTogether("The port of the ledger is 7001.", "ledger port")).isTrue();
        assertThat(isTogether("The port is open." + gap + " The ledger is not.", "ledger port"))
                .isFalse();
        assertThat(isTogether("The port is open." + gap + " The ledger has the port 7001.", "ledger port"))
                .isTrue();
        assertThat(isTogether("The ledger.", "ledger port")).isFalse();
    }

    @Test
    void a_part_of_another_word_is_not_the_word() {
        String gap = " and so on".repeat(30);

        assertThat(isTogether("A report on the ledger." + gap + " The port.", "ledger port"))
                .isFalse();
        assertThat(isTogether("数据库端口是7001", "端口 7001")).isTrue();
    }

    @Test
    void terms_have_to_stand_in_what_one_source_says() {
        List<Utterance> said = List.of(new Utterance(Source.USER, "ledger"), new Utterance(Source.ASSISTANT, "port"));

        assertThat(Excerpt.isTogether(said, terms("ledger port"))).isFalse();
    }

    @Test
    void the_excerpt_shows_the_place_where_the_terms_stand_nearest() {
        String text = "ledger " + "x ".repeat(400) + "port " + "y ".repeat(400) + "the ledger has port 7001";

        String shown = Excerpt.of(List.of(new Utterance(Source.USER, text)), terms("ledger port"))
                .text();

        assertThat(shown).contains("the ledger has port 7001").hasSizeLessThanOrEqualTo(Excerpt.LENGTH);
    }

    private static boolean isTogether(String text, String query) {
        return Excerpt.isTogether(List.of(new Utterance(Source.USER, text)), terms(query));
    }

    private static List<SearchTerms.Term> terms(String query) {
        return SearchTerms.of(query).terms();
    }
}
