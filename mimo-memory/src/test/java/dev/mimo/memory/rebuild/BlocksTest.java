package dev.mimo.memory.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.memory.rebuild.Blocks.Want;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BlocksTest {

    @Test
    void all_get_what_they_want_when_there_is_enough() {
        assertThat(Blocks.share(List.of(new Want("a", 10, 1), new Want("b", 90, 1)), 100))
                .containsExactly(10L, 90L);
    }

    @Test
    void what_one_does_not_use_goes_to_the_others_by_weight() {
        assertThat(Blocks.share(
                        List.of(new Want("a", 10, 50), new Want("b", 1_000, 30), new Want("c", 1_000, 20)), 110))
                .containsExactly(10L, 60L, 40L);
    }

    @Test
    void nothing_is_given_of_nothing() {
        assertThat(Blocks.share(List.of(new Want("a", 10, 1)), -5)).containsExactly(0L);
    }

    @Property
    void nobody_gets_more_than_there_is_or_than_it_wants(
            @ForAll @Size(max = 8) List<@LongRange(min = 0, max = 1_000_000) Long> wants,
            @ForAll @IntRange(min = 1, max = 60) int weight,
            @ForAll @LongRange(min = 0, max = 2_000_000) long total) {
        List<Want> all = wants.stream()
                .map(want -> new Want("x", want, weight + (int) (want % 7)))
                .toList();

        List<Long> given = Blocks.share(all, total);

        long sum = given.stream().mapToLong(Long::longValue).sum();
        long wanted = wants.stream().mapToLong(Long::longValue).sum();
        assertThat(sum).isLessThanOrEqualTo(total);
        assertThat(sum).isGreaterThanOrEqualTo(Math.min(total, wanted) - wants.size());
        for (int i = 0; i < wants.size(); i++) {
            assertThat(given.get(i)).isBetween(0L, wants.get(i));
        }
    }
}
