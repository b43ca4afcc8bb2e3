package dev.mimo.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CutTest {

    @Test
    void a_pair_is_never_parted() {
        String text = "a\ud83d\ude00b";

        assertThat(Cut.at(text, 1)).isEqualTo(1);
        assertThat(Cut.at(text, 2)).isEqualTo(1);
        assertThat(Cut.at(text, 3)).isEqualTo(3);
    }

    @Test
    void the_ends_are_places_too() {
        assertThat(Cut.at("\ud83d\ude00", 0)).isZero();
        assertThat(Cut.at("\ud83d\ude00", 2)).isEqualTo(2);
        assertThat(Cut.at("", 0)).isZero();
    }

    @Test
    void half_a_pair_is_a_character_of_its_own() {
        assertThat(Cut.at("a\ude00", 1)).isEqualTo(1);
    }

    @Test
    void the_middle_is_told_by_its_length() {
        assertThat(Cut.middle("0123456789", 3, 2, left -> "[" + left + "]")).isEqualTo("012[5]89");
        assertThat(Cut.middle("01\ud83d\ude00456789", 3, 2, left -> "[" + left + "]"))
                .isEqualTo("01[6]89");
    }
}
