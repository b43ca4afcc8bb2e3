package dev.mimo.providers.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.CancelledException;
import dev.mimo.environment.Environment;
import dev.mimo.environment.MimoException;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelException;
import dev.mimo.model.ModelOptions;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.ReplyWithdrawn;
import dev.mimo.model.RetryPolicy;
import dev.mimo.model.RetryingModel;
import dev.mimo.model.Role;
import dev.mimo.model.StopReason;
import dev.mimo.model.TextDelta;
import dev.mimo.model.ThinkingDelta;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.ToolSpec;
import dev.mimo.model.Usage;
import dev.mimo.providers.Models;
import dev.mimo.providers.VirtualTime;
import dev.mimo.testing.server.LoopbackModelServer;
import dev.mimo.testing.server.RecordedRequest;
import dev.mimo.testing.server.WireFault;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ChatModelIT {

    private static final ToolCall CALL = ToolCall.of("c1", "read", Json.object().put("path", "a/long/path/to/a/file"));
    private static final Reply RICH = new Reply(
            Message.assistant(new Content.Thinking("hm", null), Content.text("I look."), CALL),
            StopReason.TOOL_CALLS,
            new Usage(10, 5, 2, 90, 0),
            null);
    private static final Prompt HI = Prompt.of("sys", "hi");

    private final VirtualTime time = new VirtualTime();
    private final Environment environment = time.environment();
    private final LoopbackModelServer server = LoopbackModelServer.serving((prompt, call) -> RICH);
    private final Model model = Models.openAiCompatible(server.baseUrl(), "m").model(environment);

    @AfterEach
    void close() {
        environment.close();
        server.close();
    }

    @Test
    void a_reply_comes_through_whole_with_its_deltas() {
        StringBuilder told = new StringBuilder();

        Reply reply = model.reply(HI, ModelCall.of(Role.MAIN).withEvents(event -> {
            if (event instanceof TextDelta delta) {
                told.append(delta.text());
            } else if (event instanceof ThinkingDelta delta) {
                told.append('<').append(delta.text()).append('>');
            }
        }));

        Message.Assistant expected =
                new Message.Assistant(RICH.message().content(), ModelRef.of("openai-compatible", "m"), null);
        assertThat(reply).isEqualTo(new Reply(expected, StopReason.TOOL_CALLS, RICH.usage(), "loopback-1"));
        assertThat(told).hasToString("<hm>I look.");
        assertThat(time.waiting()).isZero();
    }

    @Test
    void the_server_reads_the_prompt_that_was_asked() {
        Prompt prompt = new Prompt(
                "sys",
                List.of(Message.user("hi"), Message.assistant(CALL), Message.tool(ToolResult.of(CALL, "text"))),
                List.of(new ToolSpec("read", "Reads", Json.object().put("type", "object"))),
                ModelOptions.defaults().withTemperature(0.5));
        CompletableFuture<Prompt> read = new CompletableFuture<>();
        try (LoopbackModelServer echo = LoopbackModelServer.serving((asked, call) -> {
            read.complete(asked);
            return Reply.text("ok");
        })) {
            Models.openAiCompatible(echo.baseUrl(), "m").model(environment).reply(prompt, ModelCall.of(Role.MAIN));
        }

        assertThat(read.join()).isEqualTo(prompt);
    }

    @Test
    void requests_share_a_connection_and_carry_key_and_headers() {
        Model keyed = Models.openAiCompatible(server.baseUrl(), "m")
                .key("sk-secret-1234")
                .header("X-Team", "blue")
                .model(environment);

        keyed.reply(HI, ModelCall.of(Role.MAIN));
        keyed.reply(HI, ModelCall.of(Role.MAIN));

        RecordedRequest request = server.requests().get(1);
        assertThat(server.connections()).isEqualTo(1);
        assertThat(request.path()).isEqualTo("/v1/chat/completions");
        assertThat(request.header("authorization")).isEqualTo("Bearer sk-secret-1234");
        assertThat(request.header("x-team")).isEqualTo("blue");
        assertThat(request.header("accept-encoding")).isEqualTo("identity");
        assertThat(keyed.toString()).doesNotContain("secret");
    }

    @Test
    void an_answer_of_single_bytes_and_one_with_comments_are_the_same_answer() {
        server.next(new WireFault.EveryByte(), new WireFault.KeepAlive(3), new WireFault.ContentType("text/plain"));

        for (int i = 0; i < 3; i++) {
            assertThat(model.reply(HI, ModelCall.of(Role.MAIN)).message().content())
                    .isEqualTo(RICH.message().content());
        }
    }

    @Test
    void cancelling_within_an_answer_closes_the_socket() throws Exception {
        server.next(new WireFault.HangAfter(2));
        Cancellation.Source cancel = new Cancellation.Source();
        CountDownLatch begun = new CountDownLatch(2);
        CompletableFuture<Reply> reply = CompletableFuture.supplyAsync(() -> model.reply(
                HI, ModelCall.of(Role.MAIN).withCancellation(cancel).withEvents(event -> begun.countDown())));
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

        cancel.cancel("enough");

        assertThatThrownBy(reply::join)
                .hasCauseInstanceOf(CancelledException.class)
                .hasMessageContaining("enough");
        assertThat(server.requests().get(0).awaitClientLeft(30)).isTrue();
        assertThat(time.waiting()).isZero();
    }

    @Test
    void cancelling_before_the_answer_or_before_the_call_ends_it() throws Exception {
        server.next(new WireFault.Hold(new WireFault.Gate()));
        Cancellation.Source cancel = new Cancellation.Source();
        CompletableFuture<Reply> reply = CompletableFuture.supplyAsync(
                () -> model.reply(HI, ModelCall.of(Role.MAIN).withCancellation(cancel)));
        time.awaitTimer(Duration.ofMinutes(5));

        cancel.cancel("enough");

        assertThatThrownBy(reply::join).hasCauseInstanceOf(CancelledException.class);
        assertThatThrownBy(() -> model.reply(HI, ModelCall.of(Role.MAIN).withCancellation(cancel)))
                .isInstanceOf(CancelledException.class);
    }

    @Test
    void closing_the_environment_ends_its_calls_and_refuses_new_ones() throws Exception {
        server.next(new WireFault.HangAfter(1));
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Reply> reply = CompletableFuture.supplyAsync(
                () -> model.reply(HI, ModelCall.of(Role.MAIN).withEvents(event -> begun.countDown())));
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

        environment.close();

        assertThatThrownBy(reply::join).hasCauseInstanceOf(CancelledException.class);
        assertThatThrownBy(() -> model.reply(HI, ModelCall.of(Role.MAIN))).isInstanceOf(MimoException.class);
    }

    @Test
    void a_silent_server_is_given_up_after_the_first_byte_limit() throws Exception {
        server.next(new WireFault.HoldBody(new WireFault.Gate()), new WireFault.Hold(new WireFault.Gate()));
        for (int i = 0; i < 2; i++) {
            CompletableFuture<Reply> reply =
                    CompletableFuture.supplyAsync(() -> model.reply(HI, ModelCall.of(Role.MAIN)));
            time.awaitTimer(Duration.ofMinutes(5));

            time.advance(Duration.ofMinutes(5));

            assertThatThrownBy(reply::join)
                    .hasCauseInstanceOf(ModelException.TransportFailed.class)
                    .hasMessageContaining("no byte of an answer within 300 s");
        }
    }

    @Test
    void a_slow_first_byte_within_the_limit_is_waited_for() throws Exception {
        WireFault.Gate gate = new WireFault.Gate();
        server.next(new WireFault.HoldBody(gate));
        CompletableFuture<Reply> reply = CompletableFuture.supplyAsync(() -> model.reply(HI, ModelCall.of(Role.MAIN)));
        time.awaitTimer(Duration.ofMinutes(5));
        time.advance(Duration.ofMinutes(5).minusMillis(1));

        gate.open();

        assertThat(reply.join().message().text()).isEqualTo("I look.");
    }

    @Test
    void an_answer_that_falls_silent_is_broken_after_the_idle_limit_and_keeps_its_text() throws Exception {
        server.next(new WireFault.HangAfter(2));
        CountDownLatch begun = new CountDownLatch(2);
        CompletableFuture<Reply> reply = CompletableFuture.supplyAsync(
                () -> model.reply(HI, ModelCall.of(Role.MAIN).withEvents(event -> begun.countDown())));
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

        time.advance(Duration.ofMinutes(10));

        Throwable failure = catchThrowable(reply::join).getCause();
        assertThat(failure).isInstanceOf(ModelException.StreamBroken.class).hasMessageContaining("480 s");
        assertThat(((ModelException.StreamBroken) failure).partial()).isEqualTo("I look.");
    }

    @Test
    void a_server_that_never_ends_a_finished_answer_holds_it_up_for_seconds_only() throws Exception {
        try (LoopbackModelServer plain = LoopbackModelServer.serving((prompt, call) -> Reply.text("done"))) {
            plain.next(new WireFault.HangAfter(2));
            Model other = Models.openAiCompatible(plain.baseUrl(), "m").model(environment);
            CompletableFuture<Reply> reply =
                    CompletableFuture.supplyAsync(() -> other.reply(HI, ModelCall.of(Role.MAIN)));
            time.awaitTimer(Duration.ofMillis(2_500));

            time.advance(Duration.ofSeconds(13));

            assertThat(reply.join().message().text()).isEqualTo("done");
        }
    }

    @Test
    void a_cut_answer_is_broken_wherever_it_is_cut() {
        for (int events = 1; events < 5; events++) {
            for (WireFault fault : List.of(
                    new WireFault.CutAfter(events), new WireFault.CutWithin(events), new WireFault.EndAfter(events))) {
                server.next(fault);
                assertThatThrownBy(() -> model.reply(HI, ModelCall.of(Role.MAIN)))
                        .as("%s", fault)
                        .isInstanceOf(ModelException.StreamBroken.class);
            }
        }
    }

    @Test
    void no_answer_at_all_is_a_failure_of_transport() throws IOException {
        server.next(new WireFault.CloseBeforeAnswer());
        assertThatThrownBy(() -> model.reply(HI, ModelCall.of(Role.MAIN)))
                .isInstanceOf(ModelException.TransportFailed.class);
        assertThat(server.requests()).hasSize(1);

        URI closed;
        try (ServerSocket free = new ServerSocket(0)) {
            closed = URI.create("http://127.0.0.1:" + free.getLocalPort() + "/v1");
        }
        assertThatThrownBy(() ->
                        Models.openAiCompatible(closed, "m").model(environment).reply(HI, ModelCall.of(Role.MAIN)))
                .isInstanceOf(ModelException.TransportFailed.class);
    }

    @Test
    void a_limited_call_is_made_again_after_the_time_asked_for() throws Exception {
        server.next(WireFault.rateLimited("7"));
        Model retrying = new RetryingModel(model, RetryPolicy.defaults(), environment);
        CompletableFuture<Reply> reply =
                CompletableFuture.supplyAsync(() -> retrying.reply(HI, ModelCall.of(Role.MAIN)));
        time.awaitTimer(Duration.ofSeconds(7));
        assertThat(server.requests()).hasSize(1);

        time.advance(Duration.ofSeconds(7));

        assertThat(reply.join().message().text()).isEqualTo("I look.");
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void a_broken_answer_is_withdrawn_and_asked_for_again_unless_a_call_was_seen() throws Exception {
        server.next(new WireFault.CutAfter(2), new WireFault.CutAfter(3));
        Model retrying = new RetryingModel(model, RetryPolicy.defaults().withAttempts(2), environment);
        CountDownLatch withdrawn = new CountDownLatch(1);
        CompletableFuture<Reply> reply = CompletableFuture.supplyAsync(() ->
                retrying.reply(HI, ModelCall.of(Role.MAIN).withEvents(event -> {
                    if (event instanceof ReplyWithdrawn) {
                        withdrawn.countDown();
                    }
                })));
        assertThat(withdrawn.await(30, TimeUnit.SECONDS)).isTrue();
        while (time.waiting() == 0) {
            Thread.onSpinWait();
        }
        time.advance(Duration.ofSeconds(1));

        assertThatThrownBy(reply::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(ModelException.StreamBroken.class);
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void one_call_is_one_request_even_if_a_server_invites_to_repeat_it() {
        server.next(new WireFault.Status(503, java.util.Map.of("Retry-After", "0"), ""));
        assertThatThrownBy(() -> model.reply(HI, ModelCall.of(Role.MAIN)))
                .isInstanceOf(ModelException.Overloaded.class);

        server.next(new WireFault.Status(307, java.util.Map.of("Location", "/elsewhere"), ""));
        assertThatThrownBy(() -> model.reply(HI, ModelCall.of(Role.MAIN)))
                .isInstanceOf(ModelException.InvalidRequest.class);

        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void an_id_that_the_conversation_has_already_is_replaced() {
        Prompt second = HI.withMessages(
                List.of(Message.user("hi"), Message.assistant(CALL), Message.tool(ToolResult.of(CALL, "x"))));

        Reply reply = model.reply(second, ModelCall.of(Role.MAIN));

        assertThat(reply.message().toolCalls().get(0).id()).isNotEqualTo("c1").isNotBlank();
    }

    @Test
    void a_key_echoed_by_a_server_is_shown_nowhere() {
        String key = "sk-secret-1234567890";
        Model keyed = Models.openAiCompatible(server.baseUrl(), "m").key(key).model(environment);
        String told = "{\"error\":{\"message\":\"bad key " + key + "\"}}";
        server.next(
                new WireFault.Status(401, java.util.Map.of("x-request-id", key), told),
                new WireFault.Answer("text/html", "<html>" + key + "</html>"),
                new WireFault.Answer("text/event-stream", "data: " + told + "\n\n"),
                new WireFault.Answer("text/event-stream", "data: " + key + "\n\n"));

        for (int i = 0; i < 4; i++) {
            Throwable failure = catchThrowable(() -> keyed.reply(HI, ModelCall.of(Role.MAIN)));
            java.io.StringWriter trace = new java.io.StringWriter();
            failure.printStackTrace(new java.io.PrintWriter(trace));
            assertThat(failure).isInstanceOf(ModelException.class);
            assertThat(trace.toString()).doesNotContain(key);
            assertThat(((ModelException) failure).failure().toString()).doesNotContain(key);
        }
    }

    @Test
    void a_hundred_calls_at_once_are_all_under_way() throws Exception {
        WireFault.Gate gate = new WireFault.Gate();
        WireFault[] held = new WireFault[100];
        java.util.Arrays.fill(held, new WireFault.Hold(gate));
        server.next(held);
        java.util.concurrent.ExecutorService threads = java.util.concurrent.Executors.newFixedThreadPool(100);
        try {
            List<CompletableFuture<Reply>> replies = new java.util.ArrayList<>();
            for (int i = 0; i < 100; i++) {
                replies.add(CompletableFuture.supplyAsync(() -> model.reply(HI, ModelCall.of(Role.MAIN)), threads));
            }
            while (server.requests().size() < 100) {
                Thread.onSpinWait();
            }
            gate.open();
            for (CompletableFuture<Reply> reply : replies) {
                assertThat(reply.join().message().text()).isEqualTo("I look.");
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
