package dev.mimo.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.CancelledException;
import dev.mimo.environment.Threads;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelException;
import dev.mimo.model.ModelOptions;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prices;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.Role;
import dev.mimo.model.StopReason;
import dev.mimo.model.TextDelta;
import dev.mimo.model.ThinkingDelta;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolCallDelta;
import dev.mimo.model.Usage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScriptedModelTest {

    private static final Prompt PROMPT = Prompt.of("", "hello");

    private final EventRecorder events = new EventRecorder();
    private final ModelCall call = ModelCall.of(Role.MAIN).withEvents(events);
    private final ScriptedModel model = ScriptedModel.create();

    record ReadArguments(String path, int limit) {}

    @Test
    void steps_are_given_in_order() {
        model.reply("one").reply("two");

        assertThat(ask().message().text()).isEqualTo("one");
        assertThat(ask().message().text()).isEqualTo("two");
        model.assertExhausted();
    }

    @Test
    void calls_are_numbered_over_the_whole_script_and_take_records_and_maps() {
        model.call("read", new ReadArguments("a.txt", 5))
                .calls(ScriptedModel.toolCall("bash", Map.of("command", "ls")), ToolCall.of("own", "x", Json.object()))
                .call("y", Map.of());

        assertThat(ask())
                .isEqualTo(Reply.calls(ToolCall.of(
                        "call-1", "read", Json.object().put("path", "a.txt").put("limit", 5))));
        assertThat(ask().message().toolCalls()).extracting(ToolCall::id).containsExactly("call-2", "own");
        assertThat(ask().message().toolCalls()).extracting(ToolCall::id).containsExactly("call-3");
    }

    @Test
    void arguments_that_are_no_object_are_refused_when_scripted() {
        assertThatThrownBy(() -> model.call("read", List.of(1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_reply_is_streamed_in_pieces_that_make_up_the_whole() {
        model.thinking("hm hm")
                .reply(new Reply(
                        Message.assistant(
                                Content.text("a 😀😀 b"), ScriptedModel.toolCall("read", Map.of("path", "x"))),
                        StopReason.TOOL_CALLS,
                        Usage.none(),
                        null));

        ask();

        assertThat(joined(ThinkingDelta.class, ThinkingDelta::text)).isEqualTo("hm hm");
        assertThat(events.events(TextDelta.class)).hasSize(3);
        assertThat(events.events(TextDelta.class))
                .noneMatch(piece -> Character.isLowSurrogate(piece.text().charAt(0)));
        assertThat(events.text()).isEqualTo("a 😀😀 b");
        assertThat(joined(ToolCallDelta.class, ToolCallDelta::arguments)).isEqualTo("{\"path\":\"x\"}");
        assertThat(events.events(ToolCallDelta.class).get(0)).isEqualTo(new ToolCallDelta(0, "read", ""));
    }

    @Test
    void what_is_said_of_a_step_holds_for_the_next_one_only() {
        model.thinking("hm").usage(Usage.of(5, 6)).reply("one").reply("two");

        assertThat(ask())
                .isEqualTo(new Reply(
                        Message.assistant(new Content.Thinking("hm", null), Content.text("one")),
                        StopReason.STOP,
                        Usage.of(5, 6),
                        null));
        assertThat(ask()).isEqualTo(Reply.text("two"));
    }

    @Test
    void a_reply_can_be_made_of_the_prompt() {
        model.respond(prompt ->
                Reply.text("you said " + ((Message.User) prompt.messages().get(0)).text()));

        assertThat(ask().message().text()).isEqualTo("you said hello");
    }

    @Test
    void output_can_be_cut_and_arguments_broken() {
        model.cut("half of").cutCall("write", "{\"path\": \"a").callUnparsed("write", "nonsense");

        assertThat(ask().stopReason()).isEqualTo(StopReason.LENGTH);
        Reply cut = ask();
        assertThat(cut.stopReason()).isEqualTo(StopReason.LENGTH);
        assertThat(cut.message().toolCalls().get(0).isWhole()).isFalse();
        Reply broken = ask();
        assertThat(broken.stopReason()).isEqualTo(StopReason.TOOL_CALLS);
        assertThat(broken.message().toolCalls().get(0).unparsed()).isEqualTo("nonsense");
        assertThat(joined(ToolCallDelta.class, ToolCallDelta::arguments)).isEqualTo("{\"path\": \"anonsense");
    }

    @Test
    void a_failure_is_thrown_and_is_no_fault_of_the_script() {
        ModelException error =
                new ModelException.QuotaExhausted(ModelException.Failure.of(ModelRef.of("a", "b"), "no"));
        model.fail(error);

        assertThatThrownBy(this::ask).isSameAs(error);

        model.assertExhausted();
        assertThat(events.events()).isEmpty();
    }

    @Test
    void a_stream_breaks_off_after_its_pieces() {
        model.breakOff("Hal", "f");

        assertThatThrownBy(this::ask)
                .isInstanceOfSatisfying(
                        ModelException.StreamBroken.class,
                        e -> assertThat(e.partial()).isEqualTo("Half"));

        assertThat(events.text()).isEqualTo("Half");
    }

    @Test
    void a_call_beyond_the_script_fails_with_the_conversation_and_again_at_the_end() {
        model.reply("one");
        ask();

        assertThatThrownBy(this::ask)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the script is over: call 2, as main, is one too many")
                .hasMessageContaining("0  user       hello");
        assertThatThrownBy(model::assertExhausted).isInstanceOf(AssertionError.class);
    }

    @Test
    void steps_that_are_left_fail_at_the_end_by_name() {
        model.reply("one").call("read", Map.of()).hangUntilCancelled();
        ask();

        assertThatThrownBy(model::assertExhausted)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("2 steps are left: reply tool_calls, hang")
                .hasMessageContaining("hello");
    }

    @Test
    void an_expectation_sees_the_prompt_of_the_step_scripted_after_it() {
        List<String> seen = new ArrayList<>();
        model.reply("one")
                .expect(prompt -> seen.add(prompt.system()))
                .reply("two")
                .expect(prompt -> assertThat(prompt.system()).isEqualTo("never"))
                .reply("three");
        ask();
        assertThat(seen).isEmpty();
        ask();
        assertThat(seen).containsExactly("");

        assertThatThrownBy(this::ask).isInstanceOf(AssertionError.class).hasMessageContaining("never");
        assertThatThrownBy(model::assertExhausted).isInstanceOf(AssertionError.class);
    }

    @Test
    void a_broken_prompt_is_refused_unless_loose() {
        Prompt broken = new Prompt("", List.of(), List.of(), ModelOptions.defaults());
        model.reply("one");

        assertThatThrownBy(() -> model.reply(broken, call)).isInstanceOf(AssertionError.class);

        ScriptedModel loose = ScriptedModel.create().loose().reply("one");
        assertThat(loose.reply(broken, call)).isEqualTo(Reply.text("one"));
    }

    @Test
    void prompts_are_kept_as_they_were() {
        List<Message> messages = new ArrayList<>(List.of(Message.user("hello")));
        model.reply("one");
        model.reply(new Prompt("", messages, List.of(), ModelOptions.defaults()), call);

        messages.add(Message.user("later"));

        assertThat(model.prompts())
                .singleElement()
                .satisfies(prompt -> assertThat(prompt.messages()).hasSize(1));
    }

    @Test
    void a_hanging_call_can_be_awaited_and_ends_with_the_cancellation() throws Exception {
        Cancellation.Source cancellation = new Cancellation.Source();
        model.hangUntilCancelled();
        FutureTask<Reply> asking = new FutureTask<>(() -> model.reply(PROMPT, call.withCancellation(cancellation)));
        Threads.daemon("test").newThread(asking).start();
        model.awaitHanging();
        assertThat(asking.isDone()).isFalse();

        cancellation.cancel("enough");

        assertThatThrownBy(asking::get)
                .cause()
                .isInstanceOf(CancelledException.class)
                .hasMessage("enough");
        model.assertExhausted();
    }

    @Test
    void an_interrupt_ends_a_hanging_call_and_stays() throws Exception {
        model.hangUntilCancelled();
        FutureTask<Boolean> asking = new FutureTask<>(() -> {
            try {
                model.reply(PROMPT, call);
                return false;
            } catch (CancelledException e) {
                return Thread.currentThread().isInterrupted();
            }
        });
        Thread thread = Threads.daemon("test").newThread(asking);
        thread.start();
        model.awaitHanging();

        thread.interrupt();

        assertThat(asking.get()).isTrue();
    }

    @Test
    void a_cancelled_call_takes_no_step() {
        Cancellation.Source cancellation = new Cancellation.Source();
        cancellation.cancel("before");
        model.reply("one");

        assertThatThrownBy(() -> model.reply(PROMPT, call.withCancellation(cancellation)))
                .isInstanceOf(CancelledException.class);

        assertThat(ask().message().text()).isEqualTo("one");
    }

    @Test
    void a_cancellation_cuts_the_stream() {
        Cancellation.Source cancellation = new Cancellation.Source();
        model.reply("one two three");
        ModelCall cancelling = call.withCancellation(cancellation).withEvents(event -> {
            events.emit(event);
            cancellation.cancel("after the first piece");
        });

        assertThatThrownBy(() -> model.reply(PROMPT, cancelling)).isInstanceOf(CancelledException.class);

        assertThat(events.events()).hasSize(1);
    }

    @Test
    void facts_can_be_given() {
        model.window(1_000).prices(Prices.of("1", "2"));

        assertThat(model.facts().window()).isEqualTo(1_000);
        assertThat(model.facts().prices()).isEqualTo(Prices.of("1", "2"));
    }

    @Test
    void many_threads_get_each_step_once() throws Exception {
        int steps = 200;
        for (int i = 0; i < steps; i++) {
            model.reply("step " + i);
        }
        Set<String> expected =
                IntStream.range(0, steps).mapToObj(i -> "step " + i).collect(Collectors.toSet());

        assertThat(new HashSet<>(inParallel(steps, () -> ask().message().text())))
                .isEqualTo(expected);
        model.assertExhausted();
    }

    @Test
    void a_policy_answers_many_threads_with_unique_calls() throws Exception {
        ScriptedModel always = ScriptedModel.always(prompt -> Reply.calls(ScriptedModel.toolCall("read", Map.of())));

        List<String> ids = inParallel(
                100,
                () -> always.reply(PROMPT, call).message().toolCalls().get(0).id());

        assertThat(ids).doesNotHaveDuplicates().hasSize(100);
        always.assertExhausted();
    }

    @Test
    void keyed_scripts_keep_apart_who_asks_at_the_same_time() throws Exception {
        KeyedScriptedModel keyed = KeyedScriptedModel.by(
                prompt -> ((Message.User) prompt.messages().get(0)).text());
        for (int i = 0; i < 20; i++) {
            keyed.script("a").reply("for a");
            keyed.script("b").reply("for b");
        }

        List<String> answers = inParallel(
                20,
                () -> keyed.reply(Prompt.of("", "a"), call).message().text()
                        + keyed.reply(Prompt.of("", "b"), call).message().text());

        assertThat(answers).containsOnly("for afor b");
        keyed.assertExhausted();
        assertThatThrownBy(() -> keyed.reply(Prompt.of("", "c"), call))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("\"c\"");
        keyed.script("b").reply("left");
        assertThatThrownBy(keyed::assertExhausted)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("script \"b\"");
    }

    private Reply ask() {
        return model.reply(PROMPT, call);
    }

    private <E extends dev.mimo.environment.Event> String joined(
            Class<E> type, java.util.function.Function<E, String> piece) {
        return events.events(type).stream().map(piece).collect(Collectors.joining());
    }

    private static <T> List<T> inParallel(int times, Callable<T> work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> future : pool.invokeAll(java.util.Collections.nCopies(times, work))) {
                results.add(future.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }
}
