package dev.mimo.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {

    private static final List<String> NAMES = List.of("deep-research", "review", "resume", "help", "hello", "plan");

    @Test
    void a_letter_too_many_too_few_wrong_or_in_the_wrong_place_is_forgiven() {
        assertThat(Spelling.findNearest("reviieww", NAMES)).isEqualTo("review");
        assertThat(Spelling.findNearest("deep-reserch", NAMES)).isEqualTo("deep-research");
        assertThat(Spelling.findNearest("resune", NAMES)).isEqualTo("resume");
        assertThat(Spelling.findNearest("hepl", NAMES)).isEqualTo("help");
    }

    @Test
    void a_part_of_a_name_is_near_and_case_does_not_matter() {
        assertThat(Spelling.findNearest("Research", NAMES)).isEqualTo("deep-research");
        assertThat(Spelling.findNearest("pl", NAMES)).isEqualTo("plan");
        assertThat(Spelling.findNearest("planning", NAMES)).isEqualTo("plan");
    }

    @Test
    void what_resembles_nothing_finds_nothing() {
        assertThat(Spelling.findNearest("workflow", NAMES)).isNull();
        assertThat(Spelling.findNearest("xyz", NAMES)).isNull();
        assertThat(Spelling.findNearest("review".repeat(20), NAMES)).isNull();
    }

    @Test
    void the_nearest_come_first_and_no_more_than_wanted() {
        assertThat(Spelling.near("hell", NAMES, 3)).containsExactly("help", "hello");
        assertThat(Spelling.near("hell", NAMES, 1)).containsExactly("help");
    }
}
