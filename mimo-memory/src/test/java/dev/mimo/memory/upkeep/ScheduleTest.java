package dev.mimo.memory.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final String PROJECT = "billing";

    private final ManualClock clock = new ManualClock(START);
    private final Schedule schedule = new Schedule(new CutOffLedger(), "dream", Duration.ofDays(7), clock);

    /** A process that looks each hour; each run ends well. After a jump of the clock it looks for 8 more days. */
    @ParameterizedTest(name = "after {0} hours by {1} hours: runs at {2}")
    @CsvSource({
        // No jump.
        "1, 0, 168",
        // Forward: within the interval, over it, over many of them. Each makes one run at most.
        "1, 24, 168",
        "1, 200, 201 369",
        "1, 9600, 9601 9769",
        // An hour of daylight saving, either way: instants do not know of it, a clock set by hand does.
        "100, 1, 168",
        "100, -1, 168",
        // Back: before the first run the wait begins anew; after it, the next run comes 7 days after the jump.
        "100, -50, 168",
        "100, -9600, -9332",
        "169, -2, 168 335",
        "169, -9600, 168 -9263",
    })
    void a_jump_of_the_clock_neither_skips_nor_storms(int before, int jump, String expected) {
        List<Long> runs = new ArrayList<>();
        look(before, runs);

        clock.advance(Duration.ofHours(jump));
        look(8 * 24, runs);

        assertThat(String.join(" ", runs.stream().map(String::valueOf).toList()))
                .isEqualTo(expected);
    }

    @Test
    void a_clock_that_jumps_to_and_fro_makes_one_run_for_each_interval_at_most() {
        List<Long> runs = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            clock.advance(Duration.ofDays(300));
            look(2, runs);
            clock.advance(Duration.ofDays(-300));
            look(2, runs);
        }

        assertThat(runs).hasSizeLessThanOrEqualTo(50);
    }

    @Test
    void daylight_saving_makes_no_difference() {
        ZoneId zone = ZoneId.of("Europe/Berlin");
        for (String day : List.of("2026-03-27T10:00:00", "2026-10-23T10:00:00")) {
            Instant begin = LocalDateTime.parse(day).atZone(zone).toInstant();
            ManualClock local = new ManualClock(begin);
            Schedule own = new Schedule(new CutOffLedger(), "dream", Duration.ofDays(7), local);

            assertThat(own.isDue(PROJECT)).isFalse();
            local.advance(Duration.ofDays(7).minusMillis(1));
            assertThat(own.isDue(PROJECT)).isFalse();
            local.advance(Duration.ofMillis(1));
            assertThat(own.isDue(PROJECT)).isTrue();
        }
    }

    private void look(int hours, List<Long> runs) {
        for (int hour = 0; hour < hours; hour++) {
            if (schedule.isDue(PROJECT)) {
                schedule.succeeded(PROJECT);
                runs.add(Duration.between(START, clock.instant()).toHours());
            }
            clock.advance(Duration.ofHours(1));
        }
    }
}
