package dev.mimo.providers.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.CancelledException;
import dev.mimo.environment.Threads;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelHeld;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Role;
import dev.mimo.testing.TestEnvironment;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class CallLimiterTest {

    private final TestEnvironment time = TestEnvironment.create();
    private final LinkedBlockingQueue<ModelHeld> held = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        time.close();
    }

    @Test
    void without_a_number_nobody_waits() {
        List<CallLimiter.Permit> permits = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            permits.add(enter(endpoint("key-of-mine-1", null)));
        }

        permits.forEach(CallLimiter.Permit::close);
        assertThat(held).isEmpty();
        assertThat(time.scheduler().waiting()).isZero();
    }

    @Test
    void no_more_are_under_way_than_may_be_and_the_first_to_come_is_the_first_to_go() throws Exception {
        Endpoint endpoint = endpoint("key-of-mine-1", 2);
        CallLimiter.Permit one = enter(endpoint);
        CallLimiter.Permit two = enter(endpoint);
        FutureTask<CallLimiter.Permit> third = later(endpoint, Cancellation.never());
        assertThat(held.take().ahead()).isZero();
        FutureTask<CallLimiter.Permit> fourth = later(endpoint, Cancellation.never());
        assertThat(held.take().ahead()).isEqualTo(1);

        one.close();
        CallLimiter.Permit let = third.get();
        assertThat(fourth.isDone()).isFalse();
        one.close();
        two.close();
        fourth.get().close();
        let.close();

        enter(endpoint).close();
        assertThat(held).isEmpty();
    }

    @Test
    void an_account_is_a_key_at_a_host() {
        CallLimiter.Permit one = enter(endpoint("key-of-mine-1", 1));

        enter(endpoint("key-of-mine-2", 1)).close();

        one.close();
        assertThat(held).isEmpty();
    }

    @Test
    void after_too_much_half_as_many_may_go_and_later_more_again() {
        Endpoint endpoint = endpoint("key-of-mine-1", null);
        List<CallLimiter.Permit> eight = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            eight.add(enter(endpoint));
        }

        // All ran side by side: they count once.
        eight.forEach(permit -> permit.tooMuch(null));
        eight.forEach(CallLimiter.Permit::close);

        assertThat(most(endpoint)).isEqualTo(4);
        answered(endpoint, 4);
        assertThat(most(endpoint)).isEqualTo(5);
        answered(endpoint, 4);
        assertThat(most(endpoint)).isEqualTo(5);
        answered(endpoint, 1);
        assertThat(most(endpoint)).isEqualTo(6);
    }

    @Test
    void at_least_one_may_always_go() {
        Endpoint endpoint = endpoint("key-of-mine-1", 1);
        for (int i = 0; i < 3; i++) {
            try (CallLimiter.Permit permit = enter(endpoint)) {
                permit.tooMuch(Duration.ZERO);
            }
        }

        assertThat(most(endpoint)).isEqualTo(1);
    }

    @Test
    void nobody_goes_before_the_provider_wants_to_be_asked_again() throws Exception {
        Endpoint endpoint = endpoint("key-of-mine-1", null);
        try (CallLimiter.Permit permit = enter(endpoint)) {
            permit.tooMuch(Duration.ofSeconds(30));
        }
        FutureTask<CallLimiter.Permit> next = later(endpoint, Cancellation.never());
        assertThat(held.take().reason()).contains("2026-01-01T00:00:30Z");
        time.scheduler().awaitWaiting(1);

        time.advance(Duration.ofMillis(29_999));
        assertThat(next.isDone()).isFalse();
        time.advance(Duration.ofMillis(1));

        next.get().close();
    }

    @Test
    void a_wait_that_is_made_longer_meanwhile_is_waited_to_its_end() throws Exception {
        Endpoint endpoint = endpoint("key-of-mine-1", 2);
        CallLimiter.Permit slow = enter(endpoint);
        try (CallLimiter.Permit permit = enter(endpoint)) {
            permit.unable(Duration.ofSeconds(10));
        }
        FutureTask<CallLimiter.Permit> next = later(endpoint, Cancellation.never());
        held.take();
        time.scheduler().awaitWaiting(1);

        slow.unable(Duration.ofSeconds(20));
        slow.close();
        time.advance(Duration.ofSeconds(10));
        time.scheduler().awaitWaiting(1);
        assertThat(next.isDone()).isFalse();
        time.advance(Duration.ofSeconds(10));

        next.get().close();
    }

    @Test
    void a_counter_that_is_used_up_holds_new_calls_until_it_is_filled() throws Exception {
        Endpoint endpoint = endpoint("key-of-mine-1", null);
        answeredWith(endpoint, Map.of("x-ratelimit-remaining-tokens", "7", "x-ratelimit-reset-tokens", "6s"));
        enter(endpoint).close();
        assertThat(held).isEmpty();

        answeredWith(
                endpoint,
                Map.of(
                        "anthropic-ratelimit-output-tokens-remaining", "0",
                        "anthropic-ratelimit-output-tokens-reset", "2026-01-01T00:00:12Z"));
        FutureTask<CallLimiter.Permit> next = later(endpoint, Cancellation.never());
        held.take();
        time.scheduler().awaitWaiting(1);
        time.advance(Duration.ofSeconds(12));

        next.get().close();
    }

    @Test
    void a_hold_that_would_last_for_longer_than_5_minutes_is_left_to_the_provider() {
        Endpoint endpoint = endpoint("key-of-mine-1", null);
        answeredWith(endpoint, Map.of("x-ratelimit-remaining-requests", "0", "x-ratelimit-reset-requests", "23h59m"));

        enter(endpoint).close();

        assertThat(held).isEmpty();
    }

    @Test
    void a_cancelled_call_leaves_the_queue_and_the_next_one_goes() throws Exception {
        Endpoint endpoint = endpoint("key-of-mine-1", 1);
        CallLimiter.Permit one = enter(endpoint);
        Cancellation.Source cancellation = new Cancellation.Source();
        FutureTask<CallLimiter.Permit> second = later(endpoint, cancellation);
        held.take();
        FutureTask<CallLimiter.Permit> third = later(endpoint, Cancellation.never());
        held.take();

        cancellation.cancel("enough");

        assertThatThrownBy(second::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(CancelledException.class)
                .hasMessageContaining("enough");
        one.close();
        third.get().close();
    }

    @Test
    void a_closed_environment_ends_the_wait() throws Exception {
        Endpoint endpoint = endpoint("key-of-mine-1", 1);
        enter(endpoint);
        FutureTask<CallLimiter.Permit> second = later(endpoint, Cancellation.never());
        held.take();

        time.environment().close();

        assertThatThrownBy(second::get).cause().isInstanceOf(CancelledException.class);
    }

    /** How many calls may be under way, found out by making them. */
    private int most(Endpoint endpoint) {
        List<CallLimiter.Permit> permits = new ArrayList<>();
        Cancellation.Source enough = new Cancellation.Source();
        ModelCall call = ModelCall.of(Role.MAIN)
                .withCancellation(enough)
                .withEvents(event -> enough.cancel("the next one would have to wait"));
        try {
            while (!enough.isCancelled()) {
                permits.add(CallLimiter.of(time.environment(), endpoint).enter(endpoint, call));
            }
            throw new AssertionError("a call was let through that had to wait");
        } catch (CancelledException e) {
            permits.forEach(CallLimiter.Permit::close);
            return permits.size();
        }
    }

    private void answered(Endpoint endpoint, int times) {
        for (int i = 0; i < times; i++) {
            try (CallLimiter.Permit permit = enter(endpoint)) {
                permit.answered();
            }
        }
    }

    private void answeredWith(Endpoint endpoint, Map<String, String> headers) {
        try (CallLimiter.Permit permit = enter(endpoint)) {
            permit.headed(new RecordedAnswer(endpoint, 200, headers, InputStream.nullInputStream()));
        }
    }

    private CallLimiter.Permit enter(Endpoint endpoint) {
        return CallLimiter.of(time.environment(), endpoint).enter(endpoint, call(Cancellation.never()));
    }

    private FutureTask<CallLimiter.Permit> later(Endpoint endpoint, Cancellation cancellation) {
        FutureTask<CallLimiter.Permit> task = new FutureTask<>(
                () -> CallLimiter.of(time.environment(), endpoint).enter(endpoint, call(cancellation)));
        Threads.daemon("limiter-test").newThread(task).start();
        return task;
    }

    private ModelCall call(Cancellation cancellation) {
        return ModelCall.of(Role.MAIN).withCancellation(cancellation).withEvents(event -> held.add((ModelHeld) event));
    }

    private static Endpoint endpoint(String key, @Nullable Integer concurrency) {
        return new Endpoint(
                ModelRef.of("p", "m"),
                URI.create("https://host/v1/chat/completions"),
                Credentials.of(Credentials.BEARER, key, Map.of()),
                Timeouts.defaults(),
                Sizes.defaults(),
                concurrency);
    }
}
