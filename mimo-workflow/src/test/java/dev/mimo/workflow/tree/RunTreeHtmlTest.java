package dev.mimo.workflow.tree;

import static dev.mimo.workflow.tree.WrittenRun.r;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.mimo.model.Json;
import dev.mimo.model.Spent;
import dev.mimo.workflow.journal.CallPath;
import dev.mimo.workflow.journal.JournalRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RunTreeHtmlTest {

    private final WrittenRun run = new WrittenRun("review");

    @Test
    void a_page_shows_totals_result_and_a_bar_for_each_agent() {
        CallPath slow = r().parallel(0, 1).agent(0);
        run.phase("Find").start(r().parallel(0, 0).agent(0), "bugs").start(slow, "style");
        run.seconds(30).ok(r().parallel(0, 0).agent(0)).seconds(30).failed(slow, "no answer");
        run.write(new JournalRecord.Terminal(
                JournalRecord.Status.COMPLETED, TextNode.valueOf("two findings"), null, Spent.NOTHING));

        String page = page();

        assertThat(page)
                .contains("<h1>review</h1>", "<pre>two findings</pre>", "<b>Find</b>", "<b>bugs</b>", "no answer")
                .contains("<dt>Agents</dt><dd>2</dd>", "<dt>Failed</dt><dd class=\"bad\">1</dd>")
                .contains("<rect x=\"0.00%\" width=\"50.00%\"", "<rect x=\"0.00%\" width=\"100.00%\"");
    }

    @Test
    void the_silence_between_two_passes_is_a_small_gap() {
        run.start(r().agent(0), "a").seconds(10).ok(r().agent(0));
        run.after(Duration.ofDays(3))
                .resume(2)
                .start(r().agent(1), "b")
                .seconds(10)
                .ok(r().agent(1))
                .completed();

        assertThat(page()).contains("<rect x=\"0.00%\" width=\"49.40%\"", "<rect x=\"50.60%\" width=\"49.40%\"");
    }

    @Test
    void a_running_agent_reaches_up_to_now() {
        run.seconds(10).start(r().agent(0), "a");

        String page = RunTreeHtml.of(run.tree(), ZoneOffset.UTC, WrittenRun.BEGIN.plusSeconds(40));

        assertThat(page).contains("<rect x=\"25.00%\" width=\"75.00%\"", "30.0 s");
    }

    @Test
    void nothing_that_scripts_name_becomes_markup() {
        String hostile = "</style></title><script>alert(1)</script>\"onload='x' \u202e\u0000\ud83d & <img src=//evil>";
        run.phase(hostile).child(r().workflow(0), hostile);
        run.start(
                r().dag(0, hostile).agent(0),
                Json.object()
                        .put("label", hostile)
                        .put("prompt", hostile)
                        .put("phase", hostile)
                        .put("model", hostile),
                1);
        run.failed(r().dag(0, hostile).agent(0), hostile).ended(JournalRecord.Status.FAILED, hostile);

        String page = page();

        assertThat(page).doesNotContain("<script", "<img", "\u202e", "\u0000").contains("default-src &#39;none&#39;");
        assertThat(page.indexOf("</style>")).isEqualTo(page.lastIndexOf("</style>"));
        assertThat(page.chars().filter(c -> Character.isSurrogate((char) c))).isEmpty();
    }

    @Test
    void the_page_takes_nothing_from_elsewhere_and_closes_what_it_opens() {
        run.phase("Find").start(r().agent(0), "a").ok(r().agent(0)).completed();
        String page = page();

        Matcher outside = Pattern.compile("https?://|src=|url\\(|@import|<link").matcher(page);
        assertThat(outside.find()).isFalse();
        Deque<String> open = new ArrayDeque<>();
        Matcher tags = Pattern.compile("<(/?)(\\w+)[^>]*>").matcher(page);
        while (tags.find()) {
            if (!tags.group(1).isEmpty()) {
                assertThat(tags.group(2)).isEqualTo(open.pop());
            } else if (!tags.group(2).equals("meta")) {
                open.push(tags.group(2));
            }
        }
        assertThat(open).isEmpty();
    }

    @Test
    void a_thousand_calls_make_a_page_of_a_few_bytes_each() {
        for (int i = 0; i < 1_000; i++) {
            run.start(r().parallel(0, i).agent(0), "call " + i).after(Duration.ofMillis(20));
            run.ok(r().parallel(0, i).agent(0));
        }
        run.completed();

        String page = page();

        assertThat(page.split("class=\"agent\"", -1)).hasSize(1_001);
        assertThat(page.length()).isLessThan(1_000_000);
        assertThat(page).contains("<details class=\"group\"><summary");
    }

    private String page() {
        return RunTreeHtml.of(run.tree(), ZoneOffset.UTC, Instant.MAX);
    }
}
