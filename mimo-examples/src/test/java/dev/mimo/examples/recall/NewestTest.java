package dev.mimo.examples.recall;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NewestTest {

    private static final Statement.Subject PORT = new Statement.Subject(Kind.FACT, "listen port", "amber-ledger");
    private static final Statement.Subject OTHER = new Statement.Subject(Kind.FACT, "listen port", "amber-ledger-2");

    @Test
    void of_two_that_do_not_know_of_each_other_the_last_one_holds() {
        assertThat(Newest.find(PORT, List.of(said("1"), said("2")))).isEqualTo("2");
    }

    @Test
    void what_was_taken_back_does_not_hold_wherever_it_stands() {
        assertThat(Newest.find(PORT, List.of(new Statement(PORT, "2", "1"), said("1"))))
                .isEqualTo("2");
        assertThat(Newest.find(PORT, List.of(new Statement(PORT, "3", "2"), new Statement(PORT, "2", "1"), said("1"))))
                .isEqualTo("3");
    }

    @Test
    void after_going_back_to_what_was_before_the_last_word_holds() {
        assertThat(Newest.find(PORT, List.of(said("1"), new Statement(PORT, "2", "1"), new Statement(PORT, "1", "2"))))
                .isEqualTo("1");
    }

    @Test
    void what_is_said_of_another_thing_says_nothing() {
        assertThat(Newest.find(PORT, List.of(new Statement(OTHER, "9", null)))).isNull();
    }

    private static Statement said(String value) {
        return new Statement(PORT, value, null);
    }
}
