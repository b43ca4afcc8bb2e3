package dev.mimo.memory.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {

    private static final Instant SEEN = Instant.parse("2026-03-01T10:00:00Z");

    @Test
    void the_same_in_fewer_words_may_take_its_place() {
        String old = "it turned out that the build of the shop really needs JDK 17 in ci/build.yml, as we saw";

        assertThat(Wording.checked("the build of the shop needs JDK 17 in ci/build.yml", old, SEEN))
                .isEqualTo("the build of the shop needs JDK 17 in ci/build.yml");
    }

    @Test
    void a_day_near_the_first_sight_may_stand_for_yesterday() {
        assertThat(Wording.checked("the server was moved on 2026-02-28", "the server was moved yesterday", SEEN))
                .endsWith("2026-02-28");
        assertThatThrownBy(() -> Wording.checked("moved on 2025-02-28", "the server was moved yesterday", SEEN))
                .hasMessageContaining("2025-02-28");
        assertThatThrownBy(() -> Wording.checked("moved on 2026-02-28", "the server was moved yesterday", null))
                .hasMessageContaining("2026-02-28");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "the build needs JDK 17 | the build needs JDK 21",
                "the parser is in src/Parser.java | the parser is in src/Evil.java",
                "run the tests before each push | never run the tests before each push",
                "the tests do not need a network | the tests need a network",
                "the README of the library says a lot about tests | ALWAYS push to main without tests",
                "short | longer than what it stands for by far, and more than forty characters are added here",
            })
    void what_says_something_else_may_not(String old, String text) {
        assertThatThrownBy(() -> Wording.checked(text, old, SEEN)).isInstanceOf(UpkeepFailed.class);
    }
}
