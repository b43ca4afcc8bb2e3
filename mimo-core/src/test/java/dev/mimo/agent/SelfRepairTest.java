package dev.mimo.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.Reply;
import dev.mimo.model.StopReason;
import dev.mimo.model.TextDelta;
import dev.mimo.model.ToolCall;
import dev.mimo.model.Usage;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.tool.Tool;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the loop does about answers that are none: it nudges, continues, reminds, and ends. */
class SelfRepairTest {

    record Word(String text) {}

    private static final Tool ECHO = Tool.of("echo", "Echoes", Word.class, (w, ctx) -> w.text());

    @Test
    void limits_on_steps_and_tokens_end_the_turn() {
        ScriptedModel steps = ScriptedModel.always(prompt -> Reply.calls(ToolCall.of(
                "c" + prompt.messages().size(),
                "echo",
                Json.object().put("text", "" + prompt.messages().size()))));
        Outcome bySteps = Agent.builder()
                .model(steps)
                .tools(ECHO)
                .limits(Limits.defaults().steps(5))
                .build()
                .run("go");
        ScriptedModel tokens = ScriptedModel.create()
                .usage(Usage.of(900, 200))
                .call("echo", Map.of("text", "x"))
                .reply("never asked");
        Outcome byTokens = Agent.builder()
                .model(tokens)
                .tools(ECHO)
                .limits(Limits.defaults().tokens(1000))
                .build()
                .run("go");

        assertThat(bySteps)
                .isInstanceOfSatisfying(
                        Outcome.LimitReached.class,
                        end -> assertThat(end.limit()).isEqualTo("steps"));
        assertThat(bySteps.steps()).isEqualTo(5);
        assertThat(byTokens)
                .isInstanceOfSatisfying(
                        Outcome.LimitReached.class,
                        end -> assertThat(end.limit()).isEqualTo("tokens"));
    }

    @Test
    void an_answer_that_was_cut_is_continued_at_most_three_times() {
        ScriptedModel model = ScriptedModel.create().cut("a").cut("b").cut("c").cut("d");

        Outcome outcome = Agent.builder().model(model).build().run("go");

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.LimitReached.class,
                        end -> assertThat(end.limit()).isEqualTo("output"));
        model.assertExhausted();
    }

    @Test
    void a_call_whose_arguments_were_cut_is_never_run() {
        AtomicInteger ran = new AtomicInteger();
        Tool count = Tool.of("count", "Counts", Word.class, (w, ctx) -> ran.incrementAndGet());
        ScriptedModel model =
                ScriptedModel.create().cutCall("count", "{\"text\": \"ab").reply("ok");

        Outcome outcome = Agent.builder().model(model).tools(count).build().run("go");

        assertThat(outcome.isDone()).isTrue();
        assertThat(ran).hasValue(0);
    }

    @Test
    void an_empty_answer_is_nudged_at_most_twice() {
        ScriptedModel mends =
                ScriptedModel.create().reply("").thinking("hm").reply("").reply("here");
        ScriptedModel stays = ScriptedModel.create().reply("").reply(" ").reply("");

        assertThat(Agent.builder().model(mends).build().run("go").text()).isEqualTo("here");
        assertThat(Agent.builder().model(stays).build().run("go")).isInstanceOf(Outcome.Stuck.class);
    }

    @Test
    void a_call_written_as_text_is_nudged() {
        ScriptedModel model = ScriptedModel.create()
                .reply("<invoke name=\"echo\"><parameter name=\"text\">x</parameter></invoke>")
                .call("echo", Map.of("text", "x"))
                .reply("done");

        assertThat(Agent.builder().model(model).tools(ECHO).build().run("go").text())
                .isEqualTo("done");
    }

    @Test
    void a_filtered_answer_ends_as_refused() {
        ScriptedModel model = ScriptedModel.create()
                .reply(new Reply(Message.assistant(), StopReason.CONTENT_FILTER, Usage.none(), null));

        assertThat(Agent.builder().model(model).build().run("go")).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void going_round_in_circles_is_reminded_and_then_stopped() {
        AtomicInteger id = new AtomicInteger();
        ScriptedModel model = ScriptedModel.always(prompt -> Reply.calls(
                ToolCall.of("c" + id.incrementAndGet(), "echo", Json.object().put("text", "same"))));

        Outcome outcome = Agent.builder().model(model).tools(ECHO).build().run("go");

        assertThat(outcome).isInstanceOf(Outcome.Stuck.class);
        assertThat(outcome.steps()).isEqualTo(6);
    }

    @Test
    void a_test_that_fails_the_same_way_again_and_again_is_a_circle_however_long_it_took() {
        AtomicInteger count = new AtomicInteger();
        Tool run =
                Tool.of("run", "Runs", Word.class, (w, ctx) -> "FAIL\n[exit 1, " + count.incrementAndGet() + ".2 s]");
        AtomicInteger id = new AtomicInteger();
        ScriptedModel model = ScriptedModel.always(prompt -> Reply.calls(
                ToolCall.of("c" + id.incrementAndGet(), "run", Json.object().put("text", "test"))));

        assertThat(Agent.builder().model(model).tools(run).build().run("go")).isInstanceOf(Outcome.Stuck.class);
    }

    @Test
    void polling_with_changing_results_is_progress() {
        AtomicInteger count = new AtomicInteger();
        Tool poll = Tool.of("poll", "Polls", Word.class, (w, ctx) -> "at " + count.incrementAndGet());
        AtomicInteger id = new AtomicInteger();
        ScriptedModel model = ScriptedModel.always(prompt -> id.incrementAndGet() > 50
                ? Reply.text("finished")
                : Reply.calls(ToolCall.of("c" + id.get(), "poll", Json.object().put("text", "same"))));

        assertThat(Agent.builder().model(model).tools(poll).build().run("go").text())
                .isEqualTo("finished");
    }

    @Test
    void an_answer_that_repeats_itself_is_cut_and_the_agent_reminded() {
        AtomicInteger asked = new AtomicInteger();
        Agent agent = Agent.builder()
                .model((prompt, call) -> {
                    if (asked.getAndIncrement() > 0) {
                        return Reply.text("sorry");
                    }
                    for (int i = 0; i < 100_000; i++) {
                        call.cancellation().throwIfCancelled();
                        call.events().emit(new TextDelta("Let me check the other file once more. "));
                    }
                    return Reply.text("endless");
                })
                .build();

        assertThat(agent.run("go").text()).isEqualTo("sorry");
    }
}
