package dev.mimo.memory.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.memory.checkpoint.CheckpointTrigger.Decision;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class CheckpointTriggerTest {

    private static final long BUDGET = 100_000;

    private final CheckpointTrigger trigger = new CheckpointTrigger(CheckpointPolicy.DEFAULT);

    private Decision at(long size) {
        return trigger.look(BUDGET, size, BUDGET);
    }

    @Test
    void each_mark_fires_once_while_the_context_grows() {
        assertThat(at(19_999)).isEqualTo(new Decision.Below());
        assertThat(at(20_000)).isEqualTo(new Decision.Fire(20_000));
        assertThat(at(44_999)).isEqualTo(new Decision.Below());
        assertThat(at(46_000)).isEqualTo(new Decision.Fire(45_000));
        assertThat(at(70_000)).isEqualTo(new Decision.Fire(70_000));
        assertThat(at(200_000)).isEqualTo(new Decision.Below());
    }

    @Test
    void a_jump_over_several_marks_fires_one() {
        assertThat(at(60_000)).isEqualTo(new Decision.Fire(45_000));
        assertThat(at(60_001)).isEqualTo(new Decision.Below());
        assertThat(at(70_000)).isEqualTo(new Decision.Fire(70_000));
    }

    @Test
    void a_rebuild_begins_a_cycle_in_which_the_marks_below_count_as_fired() {
        at(70_000);
        trigger.rebuilt(30_000);

        assertThat(at(30_000)).isEqualTo(new Decision.Below());
        assertThat(at(45_000)).isEqualTo(new Decision.Fire(45_000));

        trigger.rebuilt(20_000);
        assertThat(at(21_000)).isEqualTo(new Decision.Below());

        trigger.rebuilt(19_999);
        assertThat(at(21_000)).isEqualTo(new Decision.Fire(20_000));
    }

    @Test
    void a_mark_waits_until_enough_is_new() {
        assertThat(trigger.look(BUDGET, 20_000, 1_999))
                .isEqualTo(new Decision.Skip(
                        20_000, "only 1999 tokens came in since the last checkpoint, and 2000 are asked for"));
        assertThat(trigger.look(BUDGET, 20_001, 2_000)).isEqualTo(new Decision.Fire(20_000));
    }

    @Test
    void it_goes_on_where_another_one_stood() {
        at(50_000);

        CheckpointTrigger other = new CheckpointTrigger(CheckpointPolicy.DEFAULT, trigger.fired());

        assertThat(other.look(BUDGET, 50_000, BUDGET)).isEqualTo(new Decision.Below());
        assertThat(other.look(BUDGET, 70_000, BUDGET)).isEqualTo(new Decision.Fire(70_000));
        assertThatThrownBy(() -> new CheckpointTrigger(CheckpointPolicy.DEFAULT, -1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_policy_without_marks_never_fires() {
        assertThat(new CheckpointTrigger(CheckpointPolicy.never()).look(BUDGET, BUDGET, BUDGET))
                .isEqualTo(new Decision.Below());
    }

    @Test
    void another_window_has_other_marks() {
        at(20_000);

        assertThat(trigger.look(1_000_000, 150_000, BUDGET)).isEqualTo(new Decision.Below());
        assertThat(trigger.look(1_000_000, 200_000, BUDGET)).isEqualTo(new Decision.Fire(200_000));
    }

    @Property
    void in_a_cycle_no_mark_fires_twice_and_none_that_was_reached_is_left(
            @ForAll long seed, @ForAll @LongRange(min = 1_000, max = 2_000_000) long budget) {
        Random random = new Random(seed);
        CheckpointPolicy policy = CheckpointPolicy.of("20%", "33.5%", "45%", "70%", "60K");
        CheckpointTrigger any = new CheckpointTrigger(policy);
        List<Long> marks = policy.marks(budget);
        long size = 0;
        long start = 0;
        Set<Long> seen = new HashSet<>();
        for (int step = 0; step < 200; step++) {
            if (random.nextInt(40) == 0) {
                size = random.nextLong(budget);
                start = size;
                seen.clear();
                any.rebuilt(size);
            }
            size += random.nextLong(budget / 10);
            long before = any.fired();
            long now = size;
            Decision decision = any.look(budget, size, budget);
            if (decision instanceof Decision.Fire fire) {
                assertThat(fire.mark()).as("seed " + seed).isGreaterThan(start).isLessThanOrEqualTo(size);
                assertThat(seen.add(fire.mark())).as("seed " + seed).isTrue();
                assertThat(marks).contains(fire.mark());
                assertThat(marks.stream().filter(mark -> mark > fire.mark() && mark <= now))
                        .isEmpty();
            } else {
                assertThat(marks.stream().filter(mark -> mark > before && mark <= now))
                        .as("seed " + seed)
                        .isEmpty();
            }
        }
    }
}
