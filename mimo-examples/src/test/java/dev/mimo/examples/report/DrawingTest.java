package dev.mimo.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mimo.examples.report.ContextUse.Step;
import dev.mimo.examples.report.Work.Span;
import dev.mimo.model.Cost;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What drawings and figures of a report promise. */
class DrawingTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    @Test
    void a_silence_takes_little_room_however_long_it_is() {
        TimeScale scale = new TimeScale(List.of(
                new Span(NOON, NOON.plusSeconds(100)), new Span(NOON.plusSeconds(90_000), NOON.plusSeconds(90_300))));

        assertThat(scale.x(NOON)).isZero();
        assertThat(scale.x(NOON.plusSeconds(50))).isCloseTo(0.125, within(0.01));
        assertThat(scale.x(NOON.plusSeconds(90_000))).isCloseTo(0.26, within(0.01));
        assertThat(scale.x(NOON.plusSeconds(90_300))).isCloseTo(1, within(1e-9));
    }

    @Test
    void many_spans_leave_most_of_the_room_to_work() {
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            spans.add(new Span(
                    NOON.plus(Duration.ofHours(i)),
                    NOON.plus(Duration.ofHours(i)).plusSeconds(60)));
        }

        TimeScale scale = new TimeScale(spans);

        double worked =
                scale.pieces().stream().mapToDouble(TimeScale.Piece::width).sum();
        assertThat(worked).isGreaterThanOrEqualTo(0.74);
    }

    @Test
    void a_long_line_keeps_its_peaks() {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            steps.add(new Step(i, NOON.plusSeconds(i), i == 7_777 ? 90_000 : 1_000 + i % 50, 1));
        }
        ContextUse context = new ContextUse(100_000L, steps, List.of());
        ContextScale scale = ContextScale.of(context);

        String curve = ContextLine.curve(context, scale);

        assertThat(curve.length()).isLessThan(30_000);
        assertThat(curve).contains(" " + Plot.number(scale.y(90_000)));
    }

    @Test
    void figures_are_short_and_never_say_that_something_cost_nothing() {
        assertThat(Amounts.tokens(999)).isEqualTo("999");
        assertThat(Amounts.tokens(12_340)).isEqualTo("12.3K");
        assertThat(Amounts.tokens(180_000)).isEqualTo("180K");
        assertThat(Amounts.tokens(999_700)).isEqualTo("1M");
        assertThat(Amounts.tokens(1_048_576)).isEqualTo("1.05M");
        assertThat(Amounts.cost(Cost.usd("0.0004"))).isEqualTo("<$0.01");
        assertThat(Amounts.cost(Cost.usd("1234.5"))).isEqualTo("$1,234.50");
        assertThat(Amounts.cost(null)).isEqualTo("unknown");
        assertThat(Amounts.time(Duration.ofMillis(820))).isEqualTo("820 ms");
        assertThat(Amounts.time(Duration.ofSeconds(59))).isEqualTo("59.0 s");
        assertThat(Amounts.time(Duration.ofMinutes(134))).isEqualTo("2 h 14 min");
        assertThat(Amounts.time(Duration.ofHours(76))).isEqualTo("3 d 4 h");
    }

    @Test
    void a_text_is_never_cut_through_a_character() {
        String faces = "\ud83d\ude00".repeat(20);

        assertThat(Clip.text(faces, 8)).isEqualTo("\ud83d\ude00".repeat(3) + "…");
        assertThat(Clip.middle(faces, 9)).doesNotContainPattern("[\ud800-\udfff](?![\ud800-\udfff])\n");
    }
}
