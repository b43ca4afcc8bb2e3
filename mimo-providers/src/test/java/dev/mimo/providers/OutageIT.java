package dev.mimo.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.environment.Environment;
import dev.mimo.environment.Threads;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelException;
import dev.mimo.model.ModelRef;
import dev.mimo.model.ModelRetried;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.ReplyWithdrawn;
import dev.mimo.model.RetryPolicy;
import dev.mimo.model.RetryingModel;
import dev.mimo.model.Role;
import dev.mimo.model.StopReason;
import dev.mimo.model.ToolCall;
import dev.mimo.model.Usage;
import dev.mimo.testing.EventRecorder;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.testing.TestEnvironment;
import dev.mimo.testing.server.LoopbackModelServer;
import dev.mimo.testing.server.WireFault;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of docs/providers.md: how many requests a server gets that does not recover, and what is waited
 * between them, whatever it speaks. */
@Timeout(60)
@ParameterizedClass
@EnumSource(Dialect.class)
class OutageIT {

    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final Dialect dialect;

    private final TestEnvironment time = TestEnvironment.autoAdvancing();
    private final EventRecorder events = new EventRecorder();
    private final AtomicInteger requests = new AtomicInteger();
    private Reply reply = Reply.text("one two three four five six");
    private final LoopbackModelServer server = LoopbackModelServer.serving(ScriptedModel.always(prompt -> reply));

    OutageIT(Dialect dialect) {
        this.dialect = dialect;
    }

    @AfterEach
    void close() {
        time.environment().close();
        server.close();
        time.close();
    }

    static List<Arguments> outages() {
        return List.of(
                Arguments.of("500", status(500, Map.of()), 4),
                Arguments.of("503", status(503, Map.of()), 4),
                Arguments.of("529", status(529, Map.of()), 4),
                Arguments.of("429", status(429, Map.of()), 4),
                Arguments.of("page instead of an answer", WireFault.html(), 4),
                Arguments.of("nothing", WireFault.empty(), 4),
                Arguments.of("connection closed", new WireFault.CloseBeforeAnswer(), 4),
                Arguments.of("cut before a call", new WireFault.CutAfter(3), 4),
                Arguments.of("end without a finish", new WireFault.EndAfter(3), 4),
                Arguments.of("400", status(400, Map.of()), 1),
                Arguments.of("401", status(401, Map.of()), 1),
                Arguments.of("402", status(402, Map.of()), 1),
                Arguments.of("403", status(403, Map.of()), 1),
                Arguments.of("404", status(404, Map.of()), 1),
                Arguments.of("413", status(413, Map.of()), 1),
                Arguments.of("hint too long", status(429, Map.of("Retry-After", "301")), 1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("outages")
    void a_server_that_does_not_recover_is_asked(String name, WireFault fault, int times) {
        always(fault);

        assertThatThrownBy(() -> ask(model())).isInstanceOf(ModelException.class);

        assertThat(server.requests()).hasSize(times);
        assertThat(waited()).hasSize(times - 1);
        long[] nominal = {500, 1_000, 2_000};
        for (int i = 0; i < times - 1; i++) {
            assertThat(waited().get(i)).isBetween(nominal[i] * 9 / 10, nominal[i] * 11 / 10);
        }
    }

    @Test
    void a_server_that_is_not_there_is_asked_4_times() {
        Model nobody = model();
        server.close();

        assertThatThrownBy(() -> ask(nobody)).isInstanceOf(ModelException.TransportFailed.class);

        assertThat(requests).hasValue(4);
    }

    static List<Arguments> hints() {
        return List.of(
                Arguments.of(Map.of("Retry-After", "7"), 7_000),
                Arguments.of(Map.of("Retry-After", "Thu, 01 Jan 2026 00:00:30 GMT"), 30_000),
                Arguments.of(Map.of("retry-after-ms", "1234"), 1_234),
                Arguments.of(Map.of("retry-after-ms", "0", "Retry-After", "1"), 1_000),
                Arguments.of(Map.of("retry-after-ms", "3"), 100),
                Arguments.of(Map.of("x-ratelimit-remaining-requests", "0", "x-ratelimit-reset-requests", "6m0s"), -1),
                Arguments.of(
                        Map.of("x-ratelimit-remaining-requests", "0", "x-ratelimit-reset-requests", "1m2s"), 62_000),
                Arguments.of(Map.of("Retry-After", "300"), 300_000));
    }

    @ParameterizedTest
    @MethodSource("hints")
    void what_the_server_asks_for_is_waited_once(Map<String, String> headers, long millis) {
        server.next(status(429, headers));

        if (millis < 0) {
            assertThatThrownBy(() -> ask(model())).isInstanceOf(ModelException.RateLimited.class);
            assertThat(server.requests()).hasSize(1);
        } else {
            assertThat(ask(model()).message().text()).isEqualTo(reply.message().text());
            assertThat(server.requests()).hasSize(2);
            assertThat(waited()).containsExactly(millis);
            assertThat(time.clock().instant())
                    .isEqualTo(Instant.parse("2026-01-01T00:00:00Z").plusMillis(millis));
        }
    }

    @Test
    void what_was_shown_of_a_broken_answer_is_withdrawn_each_time() {
        server.next(new WireFault.CutAfter(3), new WireFault.CutAfter(3));

        assertThat(ask(model()).message().text()).isEqualTo(reply.message().text());

        assertThat(events.events(ReplyWithdrawn.class)).hasSize(2);
        assertThat(events.text()).isEqualTo(reply.message().text());
    }

    @Test
    void after_a_part_of_a_call_was_seen_nothing_is_asked_again() {
        ToolCall call = ToolCall.of("c1", "write", Json.object().put("path", "a-rather-long-name-of-a-file.txt"));
        reply = new Reply(Message.assistant(Content.text("I write"), call), StopReason.TOOL_CALLS, Usage.none(), null);
        always(new WireFault.CutAfter(4));

        assertThatThrownBy(() -> ask(model())).isInstanceOf(ModelException.StreamBroken.class);

        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void silence_before_the_first_byte_is_cut_after_5_minutes_and_asked_3_times() throws Exception {
        always(new WireFault.HoldBody(new WireFault.Gate()));
        VirtualTime still = new VirtualTime();
        try (Environment environment = still.environment()) {
            FutureTask<Reply> asked = start(environment);

            for (int attempt = 1; attempt <= 3; attempt++) {
                still.awaitTimer(Duration.ofMinutes(5));
                awaitRequests(attempt);
                still.advance(Duration.ofMinutes(5));
                if (attempt < 3) {
                    still.advance(still.awaitTimerOtherThan(CONNECT));
                }
            }

            assertThatThrownBy(asked::get).cause().hasMessageContaining("no byte of an answer within 300 s");
            assertThat(server.requests()).hasSize(3);
        }
    }

    @Test
    void ten_minutes_of_silence_within_an_answer_are_a_broken_answer() throws Exception {
        server.next(new WireFault.HangAfter(1));
        VirtualTime still = new VirtualTime();
        try (Environment environment = still.environment()) {
            FutureTask<Reply> asked = start(environment);

            still.awaitTimer(Duration.ofMinutes(2));
            do { // Bytes that were still on their way are no silence.
                still.advance(Duration.ofMinutes(10));
            } while (still.hasTimer(Duration.ofMinutes(2)));
            still.advance(still.awaitTimerOtherThan(CONNECT));

            assertThat(asked.get().message().text()).isEqualTo(reply.message().text());
            assertThat(server.requests()).hasSize(2);
            assertThat(server.requests().get(0).awaitClientLeft(10)).isTrue();
        }
    }

    /** A connection stands before its request is read. */
    private void awaitRequests(int count) {
        while (server.requests().size() < count) {
            Thread.onSpinWait();
        }
    }

    private Model model() {
        return model(time.environment());
    }

    private Model model(Environment environment) {
        return ModelServer.of(dialect, server.baseUrl(), ModelRef.of("test", "m"))
                .model(environment);
    }

    private Reply ask(Model model) {
        return ask(model, time.environment());
    }

    private Reply ask(Model model, Environment environment) {
        Model counted = (prompt, call) -> {
            requests.incrementAndGet();
            return model.reply(prompt, call);
        };
        return new RetryingModel(counted, RetryPolicy.defaults(), environment)
                .reply(Prompt.of("", "go"), ModelCall.of(Role.MAIN).withEvents(events));
    }

    private FutureTask<Reply> start(Environment environment) {
        Model model = model(environment);
        FutureTask<Reply> task = new FutureTask<>(() -> ask(model, environment));
        Threads.daemon("outage-test").newThread(task).start();
        return task;
    }

    private List<Long> waited() {
        return events.events(ModelRetried.class).stream()
                .map(ModelRetried::delayMs)
                .toList();
    }

    private void always(WireFault fault) {
        WireFault[] many = new WireFault[20];
        Arrays.fill(many, fault);
        server.next(many);
    }

    private static WireFault status(int status, Map<String, String> headers) {
        return new WireFault.Status(status, headers, "{\"error\":{\"message\":\"no\"}}");
    }
}
