package dev.mimo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.CancelledException;
import dev.mimo.environment.Environment;
import dev.mimo.environment.Threads;
import dev.mimo.model.ModelException.Failure;
import dev.mimo.testing.EventRecorder;
import dev.mimo.testing.Faults;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.testing.TestEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryingModelTest {

    private static final Failure FAILURE = Failure.of(ModelRef.of("scripted", "model"), "out of luck");
    private static final Prompt PROMPT = Prompt.of("", "hello");

    private final TestEnvironment time = TestEnvironment.autoAdvancing();
    private final Instant start = time.clock().instant();
    private final ScriptedModel script = ScriptedModel.create();
    private final EventRecorder events = new EventRecorder();
    private final ModelCall call = ModelCall.of(Role.MAIN).withEvents(events);

    @AfterEach
    void close() {
        time.close();
    }

    @Test
    void a_reply_at_the_first_attempt_takes_no_time_and_no_event() {
        script.reply("hi");

        assertThat(ask(RetryPolicy.defaults()).message().text()).isEqualTo("hi");

        assertThat(events.events(ModelRetried.class)).isEmpty();
        assertThat(waited()).isZero();
    }

    @Test
    void a_failed_call_is_made_again_and_says_so() {
        script.fail(overloaded(null)).reply("hi");

        assertThat(ask(RetryPolicy.defaults()).message().text()).isEqualTo("hi");

        assertThat(events.events(ModelRetried.class)).singleElement().satisfies(retried -> {
            assertThat(retried.attempt()).isEqualTo(2);
            assertThat(retried.reason()).isEqualTo("out of luck");
            assertThat(retried.delayMs()).isEqualTo(waited().toMillis());
        });
        assertThat(events.events(ReplyWithdrawn.class)).isEmpty();
    }

    @Test
    void delays_double_with_a_jitter_of_a_tenth_up_to_the_longest() {
        for (int i = 0; i < 6; i++) {
            script.fail(overloaded(null));
        }
        script.reply("hi");

        ask(new RetryPolicy(7, Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofMinutes(5)));

        long[] nominal = {1_000, 2_000, 4_000, 8_000, 10_000, 10_000};
        List<Long> delays = events.events(ModelRetried.class).stream()
                .map(ModelRetried::delayMs)
                .toList();
        assertThat(delays).hasSize(6);
        for (int i = 0; i < nominal.length; i++) {
            assertThat(delays.get(i)).isBetween(nominal[i] * 9 / 10, Math.min(10_000, nominal[i] * 11 / 10));
        }
    }

    @Test
    void no_more_attempts_are_made_than_the_policy_has() {
        script.fail(overloaded(null)).fail(overloaded(null)).fail(limited(null));

        assertThatThrownBy(() -> ask(RetryPolicy.defaults().withAttempts(3)))
                .isInstanceOf(ModelException.RateLimited.class);

        script.assertExhausted();
        assertThat(events.events(ModelRetried.class)).hasSize(2);
    }

    @Test
    void what_the_provider_asks_for_is_waited_to_the_millisecond() {
        script.fail(limited(Duration.ofMillis(7_123))).reply("hi");

        ask(RetryPolicy.defaults());

        assertThat(waited()).isEqualTo(Duration.ofMillis(7_123));
    }

    @ParameterizedTest
    @ValueSource(longs = {-5_000, 0, 99})
    void a_wait_that_is_too_short_is_drawn_out_to_100_ms(long asked) {
        script.fail(limited(Duration.ofMillis(asked))).reply("hi");

        ask(RetryPolicy.defaults());

        assertThat(waited()).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void a_wait_as_long_as_the_longest_is_made() {
        script.fail(limited(Duration.ofMinutes(5))).reply("hi");

        ask(RetryPolicy.defaults());

        assertThat(waited()).isEqualTo(Duration.ofMinutes(5));
    }

    @ParameterizedTest
    @ValueSource(longs = {300_001, Long.MAX_VALUE})
    void a_wait_longer_than_the_longest_fails_the_call_at_once(long millis) {
        script.fail(limited(Duration.ofMillis(millis)));

        assertThatThrownBy(() -> ask(RetryPolicy.defaults())).isInstanceOf(ModelException.RateLimited.class);

        assertThat(waited()).isZero();
        assertThat(events.events()).isEmpty();
    }

    @Test
    void an_answer_that_breaks_off_late_is_asked_for_again() {
        script.fail(overloaded(null)).reply("hi");
        Model slow = (prompt, asked) -> {
            time.advance(Duration.ofMinutes(20));
            return script.reply(prompt, asked);
        };

        new RetryingModel(slow, RetryPolicy.defaults(), time.environment()).reply(PROMPT, call);

        script.assertExhausted();
    }

    @Test
    void no_attempt_begins_after_the_deadline() {
        RetryPolicy policy = new RetryPolicy(100, Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofMinutes(3));
        for (int i = 0; i < 4; i++) {
            script.fail(limited(Duration.ofMinutes(1)));
        }

        assertThatThrownBy(() -> ask(policy)).isInstanceOf(ModelException.RateLimited.class);

        script.assertExhausted();
        assertThat(waited()).isEqualTo(Duration.ofMinutes(3));
    }

    @Test
    void time_spent_inside_of_the_calls_counts_once_one_has_failed() {
        Model slow = (prompt, any) -> {
            time.advance(Duration.ofMinutes(11));
            throw overloaded(null);
        };

        assertThatThrownBy(
                        () -> new RetryingModel(slow, RetryPolicy.defaults(), time.environment()).reply(PROMPT, call))
                .isInstanceOf(ModelException.Overloaded.class);

        assertThat(events.events(ModelRetried.class)).hasSize(1);
        assertThat(waited())
                .isBetween(Duration.ofMinutes(22), Duration.ofMinutes(22).plusSeconds(1));
    }

    static List<ModelException> hopeless() {
        return List.of(
                new ModelException.ContextOverflow(FAILURE, 1L, 2L),
                new ModelException.AuthenticationFailed(FAILURE),
                new ModelException.QuotaExhausted(FAILURE),
                new ModelException.InvalidRequest(FAILURE),
                new ModelException.ContentFiltered(FAILURE));
    }

    @ParameterizedTest
    @MethodSource("hopeless")
    void what_will_fail_again_is_not_tried_again(ModelException error) {
        script.fail(error);

        assertThatThrownBy(() -> ask(RetryPolicy.defaults())).isSameAs(error);

        assertThat(waited()).isZero();
    }

    static List<ModelException> transientOnes() {
        return List.of(
                limited(null),
                overloaded(null),
                new ModelException.StreamBroken(FAILURE, ""),
                new ModelException.TransportFailed(FAILURE));
    }

    @ParameterizedTest
    @MethodSource("transientOnes")
    void what_may_pass_is_tried_again(ModelException error) {
        script.fail(error).reply("hi");

        assertThatCode(() -> ask(RetryPolicy.defaults())).doesNotThrowAnyException();
    }

    @Test
    void text_that_was_shown_is_withdrawn_before_the_next_attempt() {
        script.breakOff("Hal", "f").reply("Whole");

        ask(RetryPolicy.defaults());

        assertThat(events.types().subList(0, 4))
                .containsExactly("text_delta", "text_delta", "reply_withdrawn", "model_retried");
        assertThat(events.text()).isEqualTo("Whole");
    }

    @Test
    void thinking_that_was_shown_is_withdrawn_too() {
        script.stream(List.of(new ThinkingDelta("hm")), overloaded(null)).reply("hi");

        ask(RetryPolicy.defaults());

        assertThat(events.events(ReplyWithdrawn.class)).hasSize(1);
    }

    @Test
    void only_the_attempt_that_showed_something_is_withdrawn() {
        script.breakOff("Half").fail(overloaded(null)).reply("hi");

        ask(RetryPolicy.defaults());

        assertThat(events.events(ReplyWithdrawn.class)).hasSize(1);
    }

    @Test
    void a_call_is_never_made_again_once_a_part_of_a_tool_call_was_seen() {
        script.stream(List.of(new TextDelta("I "), new ToolCallDelta(0, "bash", "")), overloaded(null));

        assertThatThrownBy(() -> ask(RetryPolicy.defaults())).isInstanceOf(ModelException.Overloaded.class);

        script.assertExhausted();
        assertThat(events.types()).containsExactly("text_delta", "tool_call_delta");
    }

    @Test
    void a_stream_dropped_inside_of_a_tool_call_is_not_made_again() {
        script.call("bash", Map.of("command", "rm -r build"));
        Model dropping = Faults.dropStreamAfter(1, 1).apply(script);

        assertThatThrownBy(() ->
                        new RetryingModel(dropping, RetryPolicy.defaults(), time.environment()).reply(PROMPT, call))
                .isInstanceOf(ModelException.StreamBroken.class);

        assertThat(script.prompts()).hasSize(1);
    }

    @Test
    void every_attempt_asks_the_very_same_prompt() {
        List<Prompt> seen = new ArrayList<>();
        Model inner = (prompt, any) -> {
            seen.add(prompt);
            if (seen.size() < 3) {
                throw overloaded(null);
            }
            return Reply.text("hi");
        };

        new RetryingModel(inner, RetryPolicy.defaults(), time.environment()).reply(PROMPT, call);

        assertThat(seen).hasSize(3).allSatisfy(prompt -> assertThat(prompt).isSameAs(PROMPT));
    }

    @Test
    void an_exception_of_another_kind_passes_at_once() {
        Model broken = (prompt, any) -> {
            throw new IllegalStateException("bug");
        };

        assertThatThrownBy(
                        () -> new RetryingModel(broken, RetryPolicy.defaults(), time.environment()).reply(PROMPT, call))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_failure_that_the_cancellation_has_caused_is_not_tried_again() {
        Cancellation.Source cancellation = new Cancellation.Source();
        Model cut = (prompt, any) -> {
            cancellation.cancel("the user has had enough");
            throw new ModelException.TransportFailed(FAILURE);
        };
        RetryingModel model = new RetryingModel(cut, RetryPolicy.defaults(), time.environment());

        assertThatThrownBy(() -> model.reply(PROMPT, call.withCancellation(cancellation)))
                .isInstanceOf(CancelledException.class)
                .hasMessage("the user has had enough");

        assertThat(events.events()).isEmpty();
    }

    @Test
    void a_cancellation_ends_the_wait_between_attempts() throws Exception {
        try (TestEnvironment still = TestEnvironment.create()) {
            Cancellation.Source cancellation = new Cancellation.Source();
            script.fail(limited(Duration.ofSeconds(30)));
            FutureTask<Reply> asking = start(still.environment(), cancellation);
            still.scheduler().awaitWaiting(1);

            cancellation.cancel("enough");

            assertThatThrownBy(asking::get).cause().isInstanceOf(CancelledException.class);
            assertThat(still.scheduler().waiting()).isZero();
        }
    }

    @Test
    void the_wait_is_as_long_as_the_event_says() throws Exception {
        try (TestEnvironment still = TestEnvironment.create()) {
            script.fail(limited(Duration.ofSeconds(30))).reply("hi");
            FutureTask<Reply> asking = start(still.environment(), Cancellation.never());
            still.scheduler().awaitWaiting(1);

            still.advance(Duration.ofMillis(29_999));
            assertThat(script.prompts()).hasSize(1);
            still.advance(Duration.ofMillis(1));

            assertThat(asking.get().message().text()).isEqualTo("hi");
        }
    }

    @Test
    void facts_are_those_of_the_model_inside() {
        script.window(1_000);

        assertThat(new RetryingModel(script, RetryPolicy.defaults(), time.environment()).facts())
                .isEqualTo(script.facts());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 101})
    void a_policy_has_1_to_100_attempts(int attempts) {
        assertThatThrownBy(() -> RetryPolicy.defaults().withAttempts(attempts))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_longest_delay_is_not_shorter_than_the_first() {
        assertThatThrownBy(() -> new RetryPolicy(2, Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private FutureTask<Reply> start(Environment environment, Cancellation cancellation) {
        RetryingModel model = new RetryingModel(script, RetryPolicy.defaults(), environment);
        FutureTask<Reply> task = new FutureTask<>(() -> model.reply(PROMPT, call.withCancellation(cancellation)));
        Threads.daemon("test").newThread(task).start();
        return task;
    }

    private Reply ask(RetryPolicy policy) {
        return new RetryingModel(script, policy, time.environment()).reply(PROMPT, call);
    }

    private Duration waited() {
        return Duration.between(start, time.clock().instant());
    }

    private static ModelException limited(@Nullable Duration after) {
        return new ModelException.RateLimited(FAILURE, after);
    }

    private static ModelException overloaded(@Nullable Duration after) {
        return new ModelException.Overloaded(FAILURE, after);
    }
}
