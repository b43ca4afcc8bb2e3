package dev.mimo.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.session.Plan.Status;
import dev.mimo.session.Plan.Task;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {

    private final Plan plan = Plan.empty()
            .add(null, "Read the code")
            .add("T1", "Find the parser")
            .add("T1", "Find its tests")
            .add(null, "Fix it");

    @Test
    void ids_are_places_in_the_tree() {
        assertThat(plan.find("T1").children()).extracting(Task::id).containsExactly("T1.1", "T1.2");
        assertThat(plan.tasks()).extracting(Task::id).containsExactly("T1", "T2");
        assertThat(plan.find("T1.2")).isEqualTo(new Task("T1.2", "Find its tests", Status.OPEN, "", List.of()));
        assertThat(plan.find("T3")).isNull();
        assertThat(plan.find("T1.3")).isNull();
        assertThat(plan.find("")).isNull();
    }

    @Test
    void an_id_is_not_given_again_after_its_task_was_abandoned() {
        Plan changed = plan.withStatus("T2", Status.ABANDONED, "no need").add(null, "Write it anew");

        assertThat(changed.find("T2").title()).isEqualTo("Fix it");
        assertThat(changed.find("T3").title()).isEqualTo("Write it anew");
    }

    @Test
    void a_change_leaves_the_plan_before_as_it_was() {
        Plan changed = plan.rename("T1.1", "Find the lexer").withStatus("T2", Status.BLOCKED, "no rights");

        assertThat(plan.find("T1.1").title()).isEqualTo("Find the parser");
        assertThat(changed.find("T1.1").title()).isEqualTo("Find the lexer");
        assertThat(changed.find("T2")).isEqualTo(new Task("T2", "Fix it", Status.BLOCKED, "no rights", List.of()));
    }

    @Test
    void a_task_is_not_done_while_a_part_of_it_is_open() {
        Plan half = plan.withStatus("T1.1", Status.DONE, "").withStatus("T1.2", Status.IN_PROGRESS, "");

        assertThatThrownBy(() -> half.withStatus("T1", Status.DONE, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("T1 cannot be done while T1.2 is in progress");
        Plan done = half.withStatus("T1.2", Status.ABANDONED, "").withStatus("T1", Status.DONE, "found");
        assertThat(done.find("T1").status()).isEqualTo(Status.DONE);
        assertThatThrownBy(() -> done.add("T1", "one more")).hasMessageContaining("T1.3 is open");
        assertThatThrownBy(() -> done.withStatus("T1.1", Status.OPEN, "")).hasMessageContaining("T1.1 is open");
    }

    @Test
    void open_tasks_are_those_with_something_left_to_do() {
        Plan changed = plan.withStatus("T1.1", Status.DONE, "").withStatus("T2", Status.BLOCKED, "");

        assertThat(changed.openTasks()).extracting(Task::id).containsExactly("T1", "T1.2", "T2");
        assertThat(changed.withStatus("T1", Status.ABANDONED, "").openTasks())
                .extracting(Task::id)
                .containsExactly("T2");
    }

    @Test
    void the_tree_is_shown_with_marks_and_notes() {
        Plan changed = plan.withStatus("T1.1", Status.DONE, "in Parser.java")
                .withStatus("T1.2", Status.IN_PROGRESS, "")
                .withStatus("T2", Status.BLOCKED, "no rights\nask Kim")
                .add(null, "Old")
                .withStatus("T3", Status.ABANDONED, "");

        assertThat(changed.render()).isEqualTo("""
                        [ ] T1 Read the code
                          [x] T1.1 Find the parser (in Parser.java)
                          [~] T1.2 Find its tests
                        [!] T2 Fix it (no rights; ask Kim)
                        [-] T3 Old
                        """);
        assertThat(Plan.empty().render()).isEmpty();
    }

    @Test
    void unknown_tasks_and_bad_titles_are_refused() {
        assertThatThrownBy(() -> plan.add("T9", "x")).hasMessageContaining("\"T9\"");
        assertThatThrownBy(() -> plan.rename("T1.9", "x")).hasMessageContaining("\"T1.9\"");
        assertThatThrownBy(() -> plan.add(null, " ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> plan.add(null, "two\nlines")).hasMessageContaining("one line");
        assertThatThrownBy(() -> plan.add(null, "x".repeat(501))).hasMessageContaining("501");
        assertThatThrownBy(() -> new Plan(List.of(new Task("T2", "x", Status.OPEN, "", List.of()))))
                .hasMessage("task T1 is named T2");
    }

    @Test
    void a_plan_is_at_most_six_deep_and_five_hundred_long() {
        Plan deep = Plan.empty()
                .add(null, "1")
                .add("T1", "2")
                .add("T1.1", "3")
                .add("T1.1.1", "4")
                .add("T1.1.1.1", "5")
                .add("T1.1.1.1.1", "6");
        assertThatThrownBy(() -> deep.add("T1.1.1.1.1.1", "7")).hasMessageContaining("at most 6 deep");

        Plan wide = Plan.empty();
        for (int i = 0; i < 500; i++) {
            wide = wide.add(null, "task");
        }
        Plan full = wide;
        assertThat(full.find("T500")).isNotNull();
        assertThatThrownBy(() -> full.add("T1", "one more")).hasMessageContaining("at most 500 tasks");
    }
}
