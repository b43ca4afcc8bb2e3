package dev.mimo.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LoopPatternTest {

    @Property(tries = 200)
    void steps_that_repeat_with_any_period_up_to_eight_are_found(
            @ForAll @IntRange(min = 1, max = 8) int period, @ForAll @IntRange(min = 0, max = 30) int before) {
        StepPattern pattern = new StepPattern(3);
        for (int i = 0; i < before; i++) {
            assertThat(pattern.add(1000 + i)).isZero();
        }
        int found = 0;
        for (int i = 0; i < 3 * period && found == 0; i++) {
            found = pattern.add(i % period);
        }

        assertThat(found).isEqualTo(period);
    }

    @Property(tries = 100)
    void steps_that_differ_are_no_circle(@ForAll long seed) {
        StepPattern pattern = new StepPattern(3);
        Random random = new Random(seed);

        for (int i = 0; i < 500; i++) {
            assertThat(pattern.add(random.nextLong())).isZero();
        }
    }

    @Property(tries = 100)
    void a_piece_said_over_and_over_is_found(@ForAll @IntRange(min = 20, max = 900) int length, @ForAll long seed) {
        TextPattern pattern = new TextPattern();
        String piece = words(length, seed);
        boolean found = pattern.add(words(3000, seed + 1));
        assertThat(found).isFalse();

        for (int i = 0; i < 16_000 / length + 20 && !found; i++) {
            found = pattern.add(piece);
        }

        assertThat(found).isTrue();
    }

    @Property(tries = 100)
    void prose_is_no_circle(@ForAll long seed) {
        TextPattern pattern = new TextPattern();

        assertThat(pattern.add(words(50_000, seed))).isFalse();
    }

    @Test
    void rulers_tables_and_padding_pass() {
        TextPattern pattern = new TextPattern();
        StringBuilder text = new StringBuilder("=".repeat(1000)).append('\n');
        for (int i = 0; i < 100; i++) {
            text.append("| item ").append(i).append(" | ").append(i * 7).append(" | yes |\n|---|---|---|\n");
        }
        text.append(" ".repeat(1500));

        assertThat(pattern.add(text)).isFalse();
    }

    private static String words(int length, long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            for (int i = random.nextInt(8) + 2; i > 0; i--) {
                text.append((char) ('a' + random.nextInt(26)));
            }
            text.append(random.nextInt(9) == 0 ? ".\n" : " ");
        }
        return text.substring(0, length);
    }
}
