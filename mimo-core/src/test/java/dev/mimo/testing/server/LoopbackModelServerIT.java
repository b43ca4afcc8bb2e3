package dev.mimo.testing.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.ModelException;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.ToolCall;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.testing.wire.Dialect;
import dev.mimo.testing.wire.Vendor;
import dev.mimo.testing.wire.Violation;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class LoopbackModelServerIT {

    private static final String CHAT = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String MESSAGES =
            "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String RESPONSES = "{\"model\":\"m\",\"input\":\"hi\"}";

    private final LoopbackModelServer server = LoopbackModelServer.scripted();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void the_path_chooses_the_dialect_and_the_request_whether_it_is_streamed() throws Exception {
        server.when(request -> true, request -> WireAnswer.text("hello"));

        assertThat(post(server.url("/api/paas/v4/chat/completions"), CHAT).body())
                .contains("\"object\":\"chat.completion\"", "hello");
        assertThat(post(server.url("/anthropic/v1/messages?beta=true"), MESSAGES)
                        .body())
                .contains("\"type\":\"message\"", "hello");
        assertThat(post(server.url("/v1/responses"), RESPONSES).body()).contains("\"object\":\"response\"", "hello");
        assertThat(post(server.url("/v1/messages"), streamed(MESSAGES)).body()).startsWith("event: message_start\n");
        assertThat(post(server.url("/v1/responses"), streamed(RESPONSES)).body())
                .startsWith("event: response.created\n");
        HttpResponse<String> chat = post(server.url("/v1/chat/completions"), streamed(CHAT));
        assertThat(chat.body()).startsWith("data: {").endsWith("data: [DONE]\n\n");
        assertThat(chat.headers().firstValue("content-type")).contains("text/event-stream");
        assertThat(post(server.url("/v1/elsewhere"), CHAT).statusCode()).isEqualTo(404);
    }

    @Test
    void rules_come_before_the_order_and_the_order_before_the_model() throws Exception {
        try (LoopbackModelServer other = LoopbackModelServer.serving((prompt, call) -> Reply.text("model"))) {
            other.answer(WireAnswer.text("first"), WireAnswer.text("second"))
                    .when(
                            request -> request.prompt().messages().toString().contains("special"),
                            request -> WireAnswer.text(
                                    "rule for " + request.json().path("model").asText()));

            assertThat(said(other, CHAT.replace("hi", "special"))).isEqualTo("rule for m");
            assertThat(said(other, CHAT)).isEqualTo("first");
            assertThat(said(other, CHAT)).isEqualTo("second");
            assertThat(said(other, CHAT)).isEqualTo("model");
            other.assertExhausted();
        }
    }

    @Test
    void a_request_beyond_the_script_and_a_script_beyond_the_requests_fail_the_test() throws Exception {
        server.answer(WireAnswer.text("one"));
        assertThatThrownBy(server::assertExhausted)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("1 answers");
        post(CHAT);
        server.assertExhausted();

        HttpResponse<String> beyond = post(CHAT);

        assertThat(beyond.statusCode()).isEqualTo(400);
        assertThat(beyond.body()).contains("request 2 is one too many").doesNotContain("sk-secret");
        assertThatThrownBy(server::assertExhausted)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("one too many");
    }

    @Test
    void a_model_that_fails_answers_as_a_provider_that_fails() throws Exception {
        ModelException.Failure why =
                ModelException.Failure.of(ModelRef.of("p", "m"), "too busy").withStatus(503);
        ScriptedModel model = ScriptedModel.create().loose();
        model.fail(new ModelException.Overloaded(why, java.time.Duration.ofSeconds(4)));
        model.breakOff("so ", "far");
        server.answer(WireAnswer.by(model), WireAnswer.by(model));

        HttpResponse<String> failed = post(server.url("/v1/messages"), MESSAGES);
        HttpResponse<String> broken = post(server.url("/v1/messages"), streamed(MESSAGES));

        assertThat(failed.statusCode()).isEqualTo(503);
        assertThat(failed.headers().firstValue("retry-after")).contains("4");
        assertThat(failed.body()).contains("\"type\":\"error\"", "too busy");
        assertThat(broken.body())
                .contains("\"text\":\"so \"", "\"text\":\"far\"", "event: error\n")
                .doesNotContain("message_stop");
    }

    @Test
    void a_recorded_answer_comes_byte_for_byte() throws Exception {
        byte[] body = "event: odd\r\ndata: \u00e4\r\n\r\n".getBytes(StandardCharsets.UTF_8);
        server.answer(WireAnswer.recorded(
                206, Map.of("X-Real", "yes", "Content-Length", "7", "Content-Type", "text/event-stream"), body));

        HttpResponse<byte[]> got =
                client.send(request(server.url("/v1/chat/completions"), CHAT), HttpResponse.BodyHandlers.ofByteArray());

        assertThat(got.statusCode()).isEqualTo(206);
        assertThat(got.headers().firstValue("x-real")).contains("yes");
        assertThat(got.body()).isEqualTo(body);
    }

    @Test
    void requests_are_kept_and_keys_are_not_shown() throws Exception {
        server.answer(WireAnswer.text("x"));
        post(server.url("/v1/chat/completions?api_key=sk-secret"), CHAT);

        RecordedRequest request = server.requests().get(0);

        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.dialect()).isEqualTo(Dialect.CHAT);
        assertThat(request.header("Authorization")).isEqualTo("Bearer sk-secret");
        assertThat(request.json()).isEqualTo(Json.readObject(CHAT));
        assertThat(request.prompt()).isEqualTo(Prompt.of("", "hi"));
        assertThat(request.toString())
                .contains("authorization: ***", "\"content\":\"hi\"")
                .doesNotContain("sk-secret");
    }

    @Test
    void a_strict_server_refuses_in_the_words_of_the_provider() throws Exception {
        server.strict().vendor(Vendor.MIMO).answer(WireAnswer.text("fine"));
        String broken = CHAT.replace(
                "}]",
                "},{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\","
                        + "\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}]");

        HttpResponse<String> refused = post(broken);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body())
                .startsWith("{\"error\":{\"code\":\"400\",\"message\":\"Param Incorrect\",\"param\":\"An assistant");
        assertThat(server.requests().get(0).violations())
                .extracting(Violation::rule)
                .containsExactly(Violation.Rule.CALL_ANSWERED);
        assertThat(post(CHAT).statusCode()).isEqualTo(200);
        server.assertExhausted();
    }

    @Test
    void thinking_it_has_signed_must_come_back_as_it_was() throws Exception {
        ToolCall call = ToolCall.of("", "f", Json.object());
        server.strict()
                .answer(WireAnswer.of(new Reply(
                        Message.assistant(new Content.Thinking("hm", null), call),
                        dev.mimo.model.StopReason.TOOL_CALLS,
                        dev.mimo.model.Usage.none(),
                        null)));
        server.answer(WireAnswer.text("fine"));
        ArrayNode said = (ArrayNode)
                Json.readObject(post(server.url("/v1/messages"), MESSAGES).body())
                        .path("content");
        ObjectNode second = Json.readObject(MESSAGES);
        ArrayNode history = (ArrayNode) second.path("messages");
        history.addObject().put("role", "assistant").set("content", said);
        history.addObject()
                .put("role", "user")
                .putArray("content")
                .addObject()
                .put("type", "tool_result")
                .put("tool_use_id", said.get(1).path("id").asText())
                .put("content", "x");
        String changed = second.toString().replace("\"hm\"", "\"ha\"");

        assertThat(post(server.url("/v1/messages"), changed).body())
                .contains("blocks in the latest assistant message cannot");
        assertThat(server.requests().get(1).violations())
                .extracting(Violation::rule)
                .containsExactly(Violation.Rule.THINKING_UNCHANGED);
        assertThat(post(server.url("/v1/messages"), second.toString()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_call_it_has_named_must_come_back_with_its_reasoning() throws Exception {
        server.strict().answer(WireAnswer.of(Reply.calls(ToolCall.of("", "f", Json.object()))));
        server.answer(WireAnswer.of(new Reply(
                Message.assistant(new Content.Thinking("hm", null), ToolCall.of("", "f", Json.object())),
                dev.mimo.model.StopReason.TOOL_CALLS,
                dev.mimo.model.Usage.none(),
                null)));
        server.answer(WireAnswer.text("fine"));
        post(server.url("/v1/responses"), RESPONSES);
        JsonNode output = Json.readObject(
                        post(server.url("/v1/responses"), RESPONSES).body())
                .path("output");
        ObjectNode second = Json.object().put("model", "m");
        ArrayNode input = second.putArray("input");
        input.addObject().put("role", "user").put("content", "hi");
        input.add(output.get(1));
        input.addObject()
                .put("type", "function_call_output")
                .put("call_id", output.get(1).path("call_id").asText())
                .put("output", "x");

        HttpResponse<String> without = post(server.url("/v1/responses"), second.toString());
        input.insert(1, output.get(0));
        HttpResponse<String> with = post(server.url("/v1/responses"), second.toString());

        assertThat(without.body()).contains("without its required 'reasoning' item: 'rs_loopback2_0'");
        assertThat(with.statusCode()).isEqualTo(200);
    }

    @Test
    void tokens_are_counted_without_an_answer() throws Exception {
        HttpResponse<String> counted = post(server.url("/v1/messages/count_tokens"), MESSAGES);
        HttpResponse<String> more =
                post(server.url("/v1/messages/count_tokens"), MESSAGES.replace("hi", "a much longer text"));

        int few = Json.readObject(counted.body()).path("input_tokens").asInt();
        assertThat(few).isPositive();
        assertThat(Json.readObject(more.body()).path("input_tokens").asInt()).isGreaterThan(few);
        assertThat(post(server.url("/v1/responses/input_tokens"), RESPONSES).body())
                .contains("response.input_tokens");
    }

    @Test
    void a_whole_conversation_is_served_by_a_model_that_sees_prompts() throws Exception {
        ScriptedModel model = ScriptedModel.create();
        model.thinking("hm")
                .call("f", Map.of("a", 1))
                .expect(prompt -> assertThat(prompt.messages()).hasSize(3));
        model.reply("done");
        model.loose();
        try (LoopbackModelServer served =
                LoopbackModelServer.serving(model).vendor(Vendor.DEEPSEEK).strict()) {
            ObjectNode request = Json.readObject(CHAT);
            JsonNode message = Json.readObject(post(served.baseUrl().resolve("/v1/chat/completions"), CHAT)
                            .body())
                    .path("choices")
                    .path(0)
                    .path("message");
            ArrayNode messages = (ArrayNode) request.path("messages");
            messages.add(message);
            messages.addObject()
                    .put("role", "tool")
                    .put("tool_call_id", "call-1")
                    .put("content", "42");

            assertThat(said(served, request.toString())).isEqualTo("done");
            model.assertExhausted();
            served.assertExhausted();
        }
    }

    @Test
    void a_hundred_streams_run_at_once_and_connections_are_used_again() throws Exception {
        WireFault.Gate gate = new WireFault.Gate();
        server.when(
                request -> true,
                request -> WireAnswer.text(
                                "hello " + request.json().path("model").asText())
                        .with(new WireFault.HoldAfter(Place.after(1), gate)));
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String body = streamed(CHAT).replace("\"m\"", "\"m" + i + "\"");
            answers.add(client.sendAsync(
                    request(server.url("/v1/chat/completions"), body), HttpResponse.BodyHandlers.ofString()));
        }
        for (int i = 0; i < 100; i++) {
            gate.awaitArrival();
        }

        gate.open();

        for (int i = 0; i < 100; i++) {
            assertThat(answers.get(i).join().body()).contains("hello m" + i).endsWith("[DONE]\n\n");
        }
        assertThat(server.connections()).isEqualTo(100);
        post(streamed(CHAT));
        assertThat(server.connections()).isEqualTo(100);
    }

    @Test
    void connections_are_refused_and_taken_again_on_the_same_port() throws Exception {
        server.answer(WireAnswer.text("one"), WireAnswer.text("two"));
        post(CHAT);

        server.refuseConnections();
        assertThatThrownBy(() -> new WireClient(server.baseUrl(), "")).isInstanceOf(ConnectException.class);
        server.acceptConnections();

        try (WireClient again = new WireClient(server.url("/v1/chat/completions"), CHAT)) {
            assertThat(again.until("}}")).contains("\"two\"");
        }
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void closing_ends_what_hangs_and_leaves_no_thread() throws Exception {
        ConcurrentLinkedQueue<Thread> answering = new ConcurrentLinkedQueue<>();
        WireFault.Gate gate = new WireFault.Gate();
        LoopbackModelServer closing = LoopbackModelServer.serving((prompt, call) -> {
            answering.add(Thread.currentThread());
            return Reply.text("x");
        });
        closing.next(new WireFault.HoldAfter(Place.start(), gate), new WireFault.HangAfter(0));
        URI url = closing.url("/v1/chat/completions");
        CompletableFuture<HttpResponse<String>> held =
                client.sendAsync(request(url, streamed(CHAT)), HttpResponse.BodyHandlers.ofString());
        gate.awaitArrival();

        closing.close();

        assertThatThrownBy(held::join).hasCauseInstanceOf(java.io.IOException.class);
        for (Thread thread : answering) {
            thread.join();
        }
        assertThat(answering).isNotEmpty();
    }

    private HttpResponse<String> post(String body) throws Exception {
        return post(server.url("/v1/chat/completions"), body);
    }

    private HttpResponse<String> post(URI url, String body) throws Exception {
        return client.send(request(url, body), HttpResponse.BodyHandlers.ofString());
    }

    private String said(LoopbackModelServer from, String body) throws Exception {
        JsonNode answer = Json.read(post(from.url("/v1/chat/completions"), body).body());
        return answer.path("choices").path(0).path("message").path("content").asText();
    }

    private static HttpRequest request(URI url, String body) {
        return HttpRequest.newBuilder(url)
                .header("Authorization", "Bearer sk-secret")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static String streamed(String body) {
        return body.replaceFirst("\\{", "{\"stream\":true,");
    }
}
