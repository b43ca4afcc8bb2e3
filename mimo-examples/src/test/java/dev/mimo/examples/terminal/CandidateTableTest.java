package dev.mimo.examples.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.judge.Candidate;
import dev.mimo.judge.CandidateEvent;
import dev.mimo.judge.Choice;
import dev.mimo.judge.Decision;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.Reply;
import dev.mimo.model.Spent;
import dev.mimo.model.StopReason;
import dev.mimo.model.ToolCall;
import dev.mimo.model.Usage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CandidateTableTest {

    private static final Reply ACTS = new Reply(
            Message.assistant(ToolCall.of("1", "bash", Json.object().put("command", "mvn test"))),
            StopReason.TOOL_CALLS,
            Usage.of(1200, 34),
            null);
    private static final Reply ANSWERS = new Reply(
            Message.assistant(Content.text("All\u001b[2J is done.")), StopReason.STOP, Usage.of(1200, 5), null);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void a_row_comes_for_each_draft_and_then_the_choice_with_its_reason() {
        show(new CandidateTable(Terminal.of(out, false, 80)));

        assertThat(shown().lines().map(String::strip))
                .containsExactly(
                        "2 ✓ \"All\\u{1b}[2J is done.\"                             1.2 s     1,205 tokens",
                        "3 ✗ it repeats itself",
                        "1 ✓ bash mvn test                                       1.9 s     1,234 tokens",
                        "▸ draft 1 by the judge, 80 % sure: it finds out first",
                        "draft 2: nothing was tested");
    }

    @Test
    void what_is_awaited_stands_below_where_a_line_can_be_written_anew() {
        show(new CandidateTable(Terminal.of(out, true, 80)));

        assertThat(shown())
                .contains(
                        "◇ waiting for draft 1, 2, 3",
                        "\r\u001b[K",
                        "◇ waiting for draft 1",
                        "◇ a judge reads 2 drafts")
                .doesNotContain("\u001b[2J");
    }

    private void show(CandidateTable table) {
        for (int i = 0; i < 3; i++) {
            table.show(new CandidateEvent.Started(i, 3));
        }
        table.show(new CandidateEvent.Finished(1, ANSWERS, Duration.ofMillis(1_200)));
        table.show(new CandidateEvent.Dropped(2, "it repeats itself"));
        table.show(new CandidateEvent.Finished(0, ACTS, Duration.ofMillis(1_900)));
        table.show(new CandidateEvent.Judged(2));
        table.show(new CandidateEvent.Chosen(new Decision(
                List.of(new Candidate(1, ANSWERS), new Candidate(0, ACTS)),
                Map.of(2, "it repeats itself"),
                new Choice(0, 0.8, "it finds out first", Map.of(1, "nothing was tested")),
                Decision.By.JUDGE,
                Spent.NOTHING)));
    }

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
