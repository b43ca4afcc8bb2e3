package dev.mimo.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.environment.Environment;
import dev.mimo.model.Message;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelOptions;
import dev.mimo.model.Prompt;
import dev.mimo.model.Role;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.testing.EventRecorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That it goes by what the tools answer. */
class OfflineModelTest {

    private static final String NESTED =
            "FAIL  Intervals.merge, nested: expected [09:00-12:00] but was [09:00-10:30]\n9 tests, 1 failed\n[exit 1, 1 s]";

    private final OfflineModel model = new OfflineModel(Environment.standard(), Duration.ZERO);
    private final List<Message> messages = new ArrayList<>(List.of(Message.user("repair it")));

    @Test
    void tests_that_pass_are_left_alone() {
        ask();

        Message.Assistant next = answer("src/Intervals.java", "9 tests, all passed\n[exit 0, 1 s]");

        assertThat(next.toolCalls()).isEmpty();
        assertThat(next.text()).contains("All 9 tests pass");
    }

    @Test
    void it_reads_what_fails_and_changes_the_line_that_it_finds_there() {
        ask();

        Message.Assistant reading = answer("lib/Intervals.java", NESTED);
        Message.Assistant changing = answer("    7\t  take(new Interval(a.start(), b.end()));\n");

        assertThat(reading.toolCalls()).extracting(ToolCall::name).containsExactly("read");
        assertThat(changing.toolCalls()).extracting(ToolCall::name).containsExactly("edit", "bash");
        assertThat(changing.toolCalls().get(0).arguments().toString())
                .contains("lib/Intervals.java", "new Interval(a.start(), Math.max(a.end(), b.end()))");
    }

    @Test
    void it_gives_up_where_it_knows_no_more() {
        ask();

        Message.Assistant next = answer("src/Other.java", NESTED);

        assertThat(next.toolCalls()).isEmpty();
        assertThat(next.text()).contains("no further idea");
    }

    @Test
    void it_does_not_guess_when_the_tests_could_not_be_run() {
        ask();

        Message.Assistant next = answer("src/Intervals.java", "denied: nobody is there to allow it");

        assertThat(next.toolCalls()).isEmpty();
        assertThat(next.text()).contains("I cannot tell");
    }

    @Test
    void what_it_streams_is_what_it_says() {
        EventRecorder events = new EventRecorder();

        String text = model.reply(prompt(), ModelCall.of(Role.MAIN).withEvents(events))
                .message()
                .text();

        assertThat(events.text()).isEqualTo(text);
        assertThat(events.events()).hasSizeGreaterThan(5);
    }

    private Message.Assistant ask() {
        Message.Assistant said = model.reply(prompt(), ModelCall.of(Role.MAIN)).message();
        messages.add(said);
        return said;
    }

    /** Answers the calls of the last message, in order, and asks again. */
    private Message.Assistant answer(String... results) {
        List<ToolCall> calls = ((Message.Assistant) messages.get(messages.size() - 1)).toolCalls();
        assertThat(calls).hasSameSizeAs(results);
        List<ToolResult> told = new ArrayList<>();
        for (int i = 0; i < results.length; i++) {
            told.add(ToolResult.of(calls.get(i), results[i]));
        }
        messages.add(new Message.Tool(told));
        return ask();
    }

    private Prompt prompt() {
        return new Prompt("", List.copyOf(messages), List.of(), ModelOptions.defaults());
    }
}
