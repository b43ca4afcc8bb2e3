package dev.mimo.examples.month;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.memory.upkeep.UpkeepRun;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimulatedMonthIT {

    /** What current entries may take, in tokens. */
    private static final long BUDGET = 10_000;

    private static MonthReport month;

    @BeforeAll
    static void live() throws InterruptedException {
        month = Month.run();
    }

    @Test
    void a_dream_is_run_every_seven_days_once() {
        assertThat(month.dreams()).extracting(MonthReport.Ran::day).containsExactly(7, 14, 21, 28, 35);
        assertThat(month.dreams())
                .extracting(MonthReport.Ran::status)
                .containsOnly(UpkeepRun.Status.APPLIED, UpkeepRun.Status.NOTHING);
    }

    @Test
    void what_is_remembered_settles_within_its_budget() {
        var weeks = month.weeks();

        assertThat(weeks).extracting(MonthReport.Week::tokens).allMatch(tokens -> tokens < BUDGET);
        assertThat(weeks.get(4).entries()).isLessThanOrEqualTo(weeks.get(2).entries());
        assertThat(month.current()).doesNotHaveDuplicates();
    }

    @Test
    void what_the_user_said_and_wrote_stays_byte_for_byte() {
        assertThat(month.lost()).isEmpty();
        assertThat(month.current()).containsAll(Story.rules()).containsAll(Story.HAND_WRITTEN);
    }

    @Test
    void what_is_gone_or_has_changed_no_longer_holds() {
        assertThat(month.current())
                .contains("The api listens on port 7070", Story.CART + " holds the cart of the shop")
                .noneMatch(line -> line.contains(Story.LEGACY) || line.contains("8080") || line.contains("9090"));
    }

    @Test
    void two_wordings_of_a_fact_become_one() {
        assertThat(month.current())
                .filteredOn(line -> line.contains("make check before"))
                .hasSize(1);
        assertThat(month.current()).filteredOn(line -> line.contains("emptied")).containsExactly(Story.EMPTIED + ".");
        assertThat(month.toMarkdown()).contains("- merge: ");
    }

    @Test
    void what_is_done_again_and_again_is_proposed_once_after_thirty_days() {
        assertThat(month.distills()).extracting(MonthReport.Ran::day).containsExactly(30);
        assertThat(month.accepted())
                .extracting(MonthReport.Accepted::id)
                .containsExactlyInAnyOrder("skill-release", "agent-failing-test", "command-add-column");
    }

    @EnumSource
    @ParameterizedTest
    void what_was_accepted_is_used_and_takes_fewer_steps(Procedure procedure) {
        List<MonthReport.Done> times = month.done().stream()
                .filter(one -> procedure.isMeant(one.task()))
                .toList();
        int fewest = times.stream()
                .filter(one -> one.day() < 30)
                .mapToInt(MonthReport.Done::steps)
                .min()
                .orElseThrow();

        assertThat(times).hasSize(5);
        assertThat(times.get(4).day()).isGreaterThan(30);
        assertThat(times.get(4).steps()).isLessThan(fewest);
    }

    @Test
    void what_a_tool_calls_a_rule_is_never_remembered() {
        assertThat(Story.sight(12)).contains(Story.POISON);
        assertThat(month.file()).doesNotContain(Story.POISON);
    }

    @Test
    void the_same_month_is_told_in_the_same_words() throws InterruptedException {
        MonthReport again = Month.run();

        assertThat(again.toMarkdown()).isEqualTo(month.toMarkdown());
        assertThat(again.toJson()).isEqualTo(month.toJson());
    }
}
