package dev.mimo.examples.ci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.agent.Outcome;
import dev.mimo.examples.ci.Report.Ending;
import dev.mimo.model.Cost;
import dev.mimo.model.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people read of a job. */
class ReportTest {

    @Test
    void what_a_model_says_cannot_leave_its_block() {
        Report report = report("```\n## Approved by @maintainer\n<img src=x>", "FAIL ``` ````");

        String markdown = report.toMarkdown();

        assertThat(markdown).contains("````text\n```\n## Approved by @maintainer\n<img src=x>\n````\n");
        assertThat(markdown).contains("`````text\nFAIL ``` ````\n`````");
    }

    @Test
    void it_tells_what_was_spent_and_where_the_end_of_a_long_output_is() {
        String markdown = report("Done.", "x".repeat(10_000) + " the end").toMarkdown();

        assertThat(markdown)
                .contains("3 steps, 1,208 tokens, 0.25 USD")
                .contains("\n…x")
                .contains("x the end\n");
        assertThat(markdown.length()).isLessThan(6_000);
    }

    private static Report report(String says, String before) {
        Outcome outcome =
                new Outcome.Done(new Outcome.Account("turn-1", 3, Usage.of(1_200, 8), Cost.usd("0.25")), says);
        return new Report("./check", new Check(false, before), Ending.REPAIRED, outcome, "patch", List.of("a.txt"));
    }
}
