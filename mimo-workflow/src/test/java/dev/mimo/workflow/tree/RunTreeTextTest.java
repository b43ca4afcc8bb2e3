package dev.mimo.workflow.tree;

import static dev.mimo.workflow.tree.WrittenRun.r;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.model.Json;
import dev.mimo.workflow.journal.CallPath;
import dev.mimo.workflow.journal.JournalRecord;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunTreeTextTest {

    private final WrittenRun run = new WrittenRun("review");

    @Test
    void a_run_is_shown_as_a_tree() {
        run.phase("Find")
                .start(r().parallel(0, 0).agent(0), "bugs")
                .start(r().parallel(0, 1).agent(0), "style");
        run.seconds(12)
                .ok(r().parallel(0, 0).agent(0))
                .seconds(60)
                .failed(r().parallel(0, 1).agent(0), "no answer");
        run.phase("Verify")
                .child(r().workflow(0), "fact-check")
                .start(r().workflow(0).agent(0), "vote")
                .seconds(3);

        String text = RunTreeText.of(run.tree())
                .width(69)
                .at(WrittenRun.BEGIN.plusSeconds(75))
                .toString();

        assertThat(text).isEqualTo("""
                        ● review · running · 1 min 15 s
                          3 agents: 1 ok, 1 failed, 1 running · 2.40K tokens · $0.02
                        ✔ Find · 2 agents: 1 ok, 1 failed                   1 min 12 s  2.40K
                        └─ parallel · 2 agents: 1 ok, 1 failed              1 min 12 s  2.40K
                           ├─ ✔ bugs                                            12.0 s  1.20K
                           └─ ✗ style · no answer                           1 min 12 s  1.20K
                        ● Verify · 1 agent: 1 running                            3.0 s
                        └─ ▸ fact-check · 1 agent: 1 running                     3.0 s
                           └─ ● vote                                             3.0 s
                        """);
    }

    @Test
    void a_failed_run_says_why() {
        run.start(r().agent(0), "a").ended(JournalRecord.Status.FAILED, "x is null (line 3)");

        assertThat(RunTreeText.of(run.tree()).lines())
                .containsExactly(
                        "✗ review · failed · 0 ms", "  1 agent: 1 in doubt", "  x is null (line 3)", "? a · in doubt");
    }

    @Test
    void what_an_earlier_pass_did_is_marked() {
        run.start(r().agent(0), "a")
                .seconds(1)
                .ok(r().agent(0))
                .after(Duration.ofHours(9))
                .resume(2)
                .completed();

        assertThat(RunTreeText.of(run.tree()).lines()).first().isEqualTo("✔ review · completed · 1.0 s · 2 passes");
        assertThat(RunTreeText.of(run.tree()).lines().get(2)).startsWith("✔ a · pass 1");
    }

    @Test
    void large_fan_outs_are_cut_to_the_lines_there_are_and_show_first_what_went_wrong() {
        fanOut(100);
        run.failed(r().parallel(0, 70).agent(0), "no answer");

        List<String> lines = RunTreeText.of(run.tree()).lines(16).lines();

        assertThat(lines).hasSizeLessThanOrEqualTo(16);
        assertThat(lines).anyMatch(line -> line.contains("✗ call 70 · no answer"));
        assertThat(lines).last().isEqualTo("└─ … 90 more, all ok");
    }

    @Test
    void lines_are_never_more_than_asked_for() {
        for (int phase = 0; phase < 30; phase++) {
            run.phase("phase " + phase).start(r().agent(phase), "call");
        }

        assertThat(RunTreeText.of(run.tree()).lines(9).lines())
                .hasSize(9)
                .last()
                .isEqualTo("… 27 more: 27 running");
        assertThat(RunTreeText.of(run.tree()).lines(0).lines())
                .hasSize(4)
                .last()
                .isEqualTo("… 2 more lines");
    }

    @Test
    void no_line_is_wider_than_asked_for_whatever_scripts_name() {
        CallPath deep = r();
        for (int i = 0; i < 30; i++) {
            deep = deep.parallel(0, 0).parallel(0, 1);
            run.start(deep.agent(0), "数据库 🦙👩‍💻 ".repeat(1 + i)).start(deep.agent(1), "x".repeat(i));
        }
        for (int width : List.of(1, 20, 33, 41, 57, 80, 200)) {
            assertThat(RunTreeText.of(run.tree()).width(width).lines())
                    .allMatch(line -> Plain.columns(line) <= Math.max(20, width));
        }
    }

    @Test
    void nothing_that_scripts_name_reaches_the_terminal_as_control() {
        String hostile = "\u001b[2J\u001b]0;owned\u0007\r\n\u202eevil\u2028\ud83d\u0085";
        run.phase(hostile).child(r().workflow(0), hostile);
        run.start(
                r().dag(0, hostile).agent(0),
                Json.object().put("prompt", hostile).put("model", hostile).put("agentType", hostile),
                1);
        run.failed(r().dag(0, hostile).agent(0), hostile).ended(JournalRecord.Status.FAILED, hostile);
        RunTreeText text = RunTreeText.of(run.tree());

        assertThat(text.lines()).allMatch(line -> line.codePoints().noneMatch(RunTreeTextTest::isControl));
        assertThat(text.colours().toString().replaceAll("\u001b\\[[0-9]+m", ""))
                .doesNotContain("\u001b", "\u0007", "\u202e");
    }

    @Test
    void colours_are_only_used_when_asked_for() {
        run.start(r().agent(0), "a").ok(r().agent(0)).completed();

        assertThat(RunTreeText.of(run.tree()).toString()).doesNotContain("\u001b");
        assertThat(RunTreeText.of(run.tree()).colours().toString()).contains("\u001b[32m✔ \u001b[0ma");
    }

    private void fanOut(int calls) {
        for (int i = 0; i < calls; i++) {
            run.start(r().parallel(0, i).agent(0), "call " + i);
            run.ok(r().parallel(0, i).agent(0));
        }
    }

    private static boolean isControl(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE;
    }
}
