package dev.mimo.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.CancelledException;
import dev.mimo.environment.Threads;
import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelException;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.Role;
import dev.mimo.model.ToolCall;
import dev.mimo.session.Entry;
import dev.mimo.session.InMemorySessionStore;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionLog;
import dev.mimo.session.SessionStore;
import dev.mimo.session.StoreException;
import dev.mimo.session.Stored;
import dev.mimo.session.Transcript;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class FaultsTest {

    private static final Prompt PROMPT = Prompt.of("", "hello");
    private static final SessionId ID = SessionId.of("s");
    private static final Entry A = new Entry.CallStarted("a");
    private static final Entry B = new Entry.CallStarted("b");

    private final EventRecorder events = new EventRecorder();
    private final ModelCall call = ModelCall.of(Role.MAIN).withEvents(events);
    private final ScriptedModel script = ScriptedModel.create().window(100);
    private final InMemorySessionStore inner = new InMemorySessionStore();

    @Test
    void a_rate_limit_holds_for_so_many_calls_and_asks_to_wait() {
        Model model = Faults.rateLimitedTimes(2, Duration.ofSeconds(3)).apply(script.reply("hi"));

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> model.reply(PROMPT, call))
                    .isInstanceOfSatisfying(
                            ModelException.RateLimited.class,
                            e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(3)));
        }

        assertThat(model.reply(PROMPT, call)).isEqualTo(Reply.text("hi"));
        assertThat(model.facts()).isEqualTo(script.facts());
    }

    @Test
    void each_model_counts_for_itself() {
        UnaryOperator<Model> fault = Faults.overloadedTimes(1);
        Model one = fault.apply(script.reply("hi"));
        Model other = fault.apply(ScriptedModel.create().reply("ho"));

        assertThatThrownBy(() -> one.reply(PROMPT, call)).isInstanceOf(ModelException.Overloaded.class);
        assertThatThrownBy(() -> other.reply(PROMPT, call)).isInstanceOf(ModelException.Overloaded.class);
        assertThat(one.reply(PROMPT, call)).isEqualTo(Reply.text("hi"));
    }

    @Test
    void a_window_overflows_once_with_its_numbers() {
        Model model = Faults.contextOverflowOnce(100, 120).apply(script.reply("hi"));

        assertThatThrownBy(() -> model.reply(PROMPT, call))
                .isInstanceOfSatisfying(ModelException.ContextOverflow.class, e -> {
                    assertThat(e.limit()).isEqualTo(100);
                    assertThat(e.asked()).isEqualTo(120);
                });
        assertThat(model.reply(PROMPT, call)).isEqualTo(Reply.text("hi"));
    }

    @Test
    void a_dropped_stream_keeps_what_had_come() {
        Model model = Faults.dropStreamAfter(2).apply(script.reply("abcdef").reply("abcdef"));

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> model.reply(PROMPT, call))
                    .isInstanceOfSatisfying(
                            ModelException.StreamBroken.class,
                            e -> assertThat(e.partial()).isEqualTo("abcd"));
        }
        assertThat(events.text()).isEqualTo("abcdabcd");
    }

    @Test
    void a_stream_that_ends_before_comes_through() {
        Model model = Faults.dropStreamAfter(3).apply(script.reply("abcdef"));

        assertThat(model.reply(PROMPT, call)).isEqualTo(Reply.text("abcdef"));
    }

    @Test
    void a_stream_is_dropped_as_often_as_ordered() {
        Model model = Faults.dropStreamAfter(0, 1).apply(script.reply("abc").reply("abc"));

        assertThatThrownBy(() -> model.reply(PROMPT, call)).isInstanceOf(ModelException.StreamBroken.class);
        assertThat(events.events()).isEmpty();
        assertThat(model.reply(PROMPT, call)).isEqualTo(Reply.text("abc"));
    }

    @Test
    void each_second_call_has_arguments_that_are_no_json() {
        Map<String, String> arguments = Map.of("path", "x");
        script.call("read", arguments)
                .calls(ScriptedModel.toolCall("read", arguments), ScriptedModel.toolCall("read", arguments));
        Model model = Faults.malformedArguments(2).apply(script);

        assertThat(model.reply(PROMPT, call).message().toolCalls())
                .extracting(ToolCall::isWhole)
                .containsExactly(true);
        List<ToolCall> calls = model.reply(PROMPT, call).message().toolCalls();
        assertThat(calls).extracting(ToolCall::isWhole).containsExactly(false, true);
        assertThat(calls.get(0).unparsed()).isEqualTo("{\"path\":\"x\"");
        assertThat(calls.get(0).arguments()).isEmpty();
    }

    @Test
    void a_slow_model_waits_for_its_gate() throws Exception {
        Gate gate = new Gate();
        Model model = Faults.slowUntil(gate).apply(script.reply("hi"));
        FutureTask<Reply> asking = new FutureTask<>(() -> model.reply(PROMPT, call));
        Threads.daemon("test").newThread(asking).start();
        gate.awaitArrival();
        assertThat(script.prompts()).isEmpty();

        gate.open();

        assertThat(asking.get()).isEqualTo(Reply.text("hi"));
    }

    @Test
    void a_slow_model_can_be_cancelled() {
        Cancellation.Source cancellation = new Cancellation.Source();
        cancellation.cancel("enough");
        Model model = Faults.slowUntil(new Gate()).apply(script);

        assertThatThrownBy(() -> model.reply(PROMPT, call.withCancellation(cancellation)))
                .isInstanceOf(CancelledException.class);
    }

    @Test
    void a_process_that_dies_before_the_append_leaves_what_was_before() {
        SessionStore store = Faults.crashBefore(inner, 2);
        SessionLog log = store.open(ID);
        assertThat(log.append(List.of(A))).isZero();
        assertThatThrownBy(() -> log.append(List.of(B))).isInstanceOf(StoreException.class);

        assertThat(entries()).containsExactly(A);
    }

    @Test
    void a_process_that_dies_after_the_append_leaves_it_too() {
        SessionLog log = Faults.crashAfter(inner, 1).open(ID);

        assertThatThrownBy(() -> log.append(List.of(A, B))).isInstanceOf(StoreException.class);

        assertThat(entries()).containsExactly(A, B);
    }

    @Test
    void appends_are_counted_over_all_sessions() {
        SessionStore store = Faults.crashBefore(inner, 3);
        SessionLog one = store.open(ID);
        SessionLog other = store.open(SessionId.of("t"));
        one.append(List.of(A));
        other.append(List.of(A));

        assertThatThrownBy(() -> one.append(List.of(B))).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> other.append(List.of(B))).isInstanceOf(StoreException.class);
    }

    @Test
    void a_dead_process_does_nothing_more() {
        SessionStore store = Faults.crashBefore(inner, 1);
        SessionLog log = store.open(ID);
        Transcript transcript = log.transcript();
        assertThatThrownBy(() -> log.append(List.of(A))).isInstanceOf(StoreException.class);

        assertThatThrownBy(() -> log.append(List.of(A))).isInstanceOf(StoreException.class);
        assertThatThrownBy(log::transcript).isInstanceOf(StoreException.class);
        assertThatThrownBy(log::folder).isInstanceOf(StoreException.class);
        assertThatThrownBy(transcript::size).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> store.open(ID)).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> store.find(ID)).isInstanceOf(StoreException.class);
        assertThatThrownBy(store::list).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> store.delete(ID)).isInstanceOf(StoreException.class);
        log.close();
        store.close();
        assertThat(inner.find(ID)).isNotNull();
    }

    @Test
    void the_store_inside_can_be_opened_again_after_the_crash() {
        SessionLog log = Faults.crashBefore(inner, 1).open(ID);
        assertThatThrownBy(() -> log.append(List.of(A))).isInstanceOf(StoreException.class);

        SessionLog again = inner.open(ID);
        log.close();

        assertThat(again.append(List.of(B))).isZero();
        assertThatThrownBy(() -> inner.open(ID)).isInstanceOf(StoreException.class);
    }

    @Test
    void while_it_lives_the_store_is_as_the_one_inside() {
        SessionStore store = Faults.crashBefore(inner, 9);
        SessionLog log = store.open(ID);
        log.append(List.of(A));

        assertThat(store.list()).isEqualTo(inner.list());
        assertThat(log.transcript().size()).isEqualTo(1);
        assertThat(store.find(SessionId.of("none"))).isNull();
        log.close();
        store.open(ID).close();
        store.close();
        assertThat(inner.find(ID)).isNull();
    }

    private List<Entry> entries() {
        Transcript transcript = inner.find(ID);
        return transcript == null
                ? List.of()
                : transcript.page(0, 10).stream().map(Stored::entry).toList();
    }
}
