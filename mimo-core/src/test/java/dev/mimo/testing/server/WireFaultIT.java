package dev.mimo.testing.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.Reply;
import dev.mimo.model.StopReason;
import dev.mimo.model.ToolCall;
import dev.mimo.model.Usage;
import dev.mimo.testing.wire.Dialect;
import dev.mimo.testing.wire.Vendor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every fault as a plain client sees it. */
@Timeout(60)
final class WireFaultIT {

    private static final ToolCall CALL =
            ToolCall.of("call_a", "read", Json.object().put("p", 1));
    private static final Reply REPLY = new Reply(
            Message.assistant(Content.text("gr\u00fc\u00df dich"), CALL, CALL.withId("call_b")),
            StopReason.TOOL_CALLS,
            new Usage(3, 4, 0, 0, 0),
            null);

    private final LoopbackModelServer server = LoopbackModelServer.serving((prompt, call) -> REPLY);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void a_connection_closed_or_reset_before_the_answer_brings_no_byte() throws IOException {
        server.next(new WireFault.CloseBeforeAnswer(), new WireFault.ResetBeforeAnswer());

        try (WireClient closed = open(Dialect.CHAT)) {
            assertThat(closed.read()).isEqualTo(-1);
        }
        try (WireClient reset = open(Dialect.CHAT)) {
            assertThatThrownBy(reset::read).isInstanceOf(SocketException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void a_stream_is_cut_before_and_after_the_first_call_in_every_dialect(Dialect dialect) throws IOException {
        server.next(
                new WireFault.CutAfter(Place.Mark.BEFORE_CALL),
                new WireFault.CutAfter(Place.Mark.AFTER_CALL),
                new WireFault.CutAfter(Place.Mark.AFTER_FINISH));

        String before = raw(dialect);
        String after = raw(dialect);
        String finished = raw(dialect);

        assertThat(before).contains("dich").doesNotContain("call_a");
        assertThat(after).contains("call_a", "{\\\"p\\\":1}").doesNotContain("call_b");
        assertThat(finished).contains("call_b");
        assertThat(finished).doesNotEndWith("0\r\n\r\n").doesNotContain("[DONE]", "message_stop");
        assertThat(finished)
                .containsPattern("finish_reason\":\"tool_calls|stop_reason\":\"tool_use|response.completed");
        server.assertExhausted();
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void after_so_many_events_is_the_same_place_in_every_dialect(Dialect dialect) throws IOException {
        server.next(new WireFault.CutAfter(0), new WireFault.EndAfter(1), new WireFault.EndAfter(2));

        assertThat(raw(dialect)).endsWith("\r\n\r\n").doesNotContain("data:");
        assertThat(get(dialect).body()).contains("dich").doesNotContain("call_a");
        assertThat(get(dialect).body()).contains("call_a").doesNotContain("\\\"p\\\"");
    }

    @Test
    void a_reset_in_mid_stream_is_a_failure_and_no_end() throws Exception {
        WireFault.Gate gate = new WireFault.Gate();
        server.next(new WireFault.HoldAfter(Place.after(1), gate).and(new WireFault.ResetAfter(1)));

        try (WireClient reset = open(Dialect.CHAT)) {
            reset.until("dich");
            gate.open();

            assertThatThrownBy(reset::rest).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void a_cut_within_an_event_leaves_half_of_its_json() throws IOException {
        server.next(new WireFault.CutWithin(1));

        String body = raw(Dialect.CHAT);

        assertThat(body).contains("\"content\":\"gr\u00fc\u00df dich\"");
        assertThat(body.substring(body.lastIndexOf("data:")))
                .startsWith("data: {")
                .doesNotContain("}]");
    }

    @Test
    void a_cut_within_a_character_leaves_bytes_that_are_no_text() throws IOException {
        server.next(new WireFault.CutWithinCharacter(0));

        try (WireClient cut = open(Dialect.MESSAGES)) {
            cut.until("\r\n\r\n");
            byte[] bytes = cut.rest();

            assertThatThrownBy(() -> StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(java.nio.ByteBuffer.wrap(bytes, 0, bytes.length - 2)))
                    .isInstanceOf(CharacterCodingException.class);
        }
    }

    @Test
    void an_answer_that_is_no_stream_is_cut_short_of_its_length() throws Exception {
        server.next(new WireFault.CutWithin(0), new WireFault.CutAfter(Place.start()));

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> client.send(
                            request(server.url("/v1/chat/completions"), body(Dialect.CHAT, false)),
                            HttpResponse.BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void a_recorded_answer_is_cut_short_of_its_length() throws Exception {
        server.answer(WireAnswer.recorded(200, Map.of(), "data: something\n\n".getBytes(StandardCharsets.UTF_8))
                .with(new WireFault.CutWithin(0)));

        try (WireClient cut = open(Dialect.CHAT)) {
            assertThat(cut.head()).contains("Content-Length: 9\r\n");
            assertThat(new String(cut.rest(), StandardCharsets.UTF_8)).isEqualTo("data: so");
        }
    }

    @Test
    void silence_lasts_until_the_gate_opens_or_the_client_leaves() throws Exception {
        WireFault.Gate gate = new WireFault.Gate();
        server.next(
                new WireFault.Hold(gate),
                new WireFault.HoldBody(gate),
                new WireFault.HoldAfter(Place.after(1), gate),
                new WireFault.HangAfter(1));
        try (WireClient before = held(gate);
                WireClient body = held(gate);
                WireClient within = held(gate)) {
            body.head();
            within.until("dich");

            gate.open();

            before.until("[DONE]");
            body.until("[DONE]");
            within.until("[DONE]");
        }
        try (WireClient hanging = open(Dialect.CHAT)) {
            hanging.until("dich");
        }
        assertThat(server.requests().get(3).awaitClientLeft(30)).isTrue();
    }

    @Test
    void bytes_come_one_by_one_as_the_gate_lets_them_pass() throws Exception {
        WireFault.Gate gate = new WireFault.Gate();
        server.next(new WireFault.Dribble(gate), new WireFault.EveryByte());
        try (WireClient slow = open(Dialect.MESSAGES)) {
            slow.head();
            gate.pass(2);
            assertThat(slow.until("e\r\n") + slow.until("v\r\n")).isEqualTo("1\r\ne\r\n1\r\nv\r\n");

            gate.open();

            slow.until("0\r\n\r\n");
        }
        assertThat(raw(Dialect.MESSAGES)).contains("1\r\ne\r\n1\r\nv\r\n1\r\ne\r\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 402, 403, 404, 408, 413, 429, 500, 503, 529})
    void a_refusal_is_written_as_each_dialect_does(int status) throws Exception {
        for (Dialect dialect : Dialect.values()) {
            server.next(WireFault.refuse(status));
            HttpResponse<String> refused = get(dialect);

            assertThat(refused.statusCode()).isEqualTo(status);
            assertThat(refused.headers().firstValue("retry-after")).isEmpty();
            assertThat(Json.readObject(refused.body())
                            .path("error")
                            .path("message")
                            .asText())
                    .isNotBlank();
            assertThat(refused.body().contains("\"type\":\"error\"")).isEqualTo(dialect == Dialect.MESSAGES);
        }
        server.assertExhausted();
    }

    @Test
    void refusals_have_the_types_and_codes_of_their_vendors() throws Exception {
        assertThat(refused(Vendor.STANDARD, Dialect.MESSAGES, 529))
                .contains("\"details\":null,\"type\":\"overloaded_error\"");
        assertThat(refused(Vendor.STANDARD, Dialect.MESSAGES, 402)).contains("billing_error");
        assertThat(refused(Vendor.STANDARD, Dialect.CHAT, 401)).contains("\"code\":\"invalid_api_key\"");
        assertThat(refused(Vendor.MIMO, Dialect.CHAT, 429))
                .isEqualTo("{\"error\":{\"code\":\"429\",\"message\":\"Too many requests\",\"type\":\"limitation\"}}");
        assertThat(refused(Vendor.GLM, Dialect.CHAT, 429))
                .isEqualTo("{\"error\":{\"code\":\"1302\",\"message\":\"Rate limit reached for requests\"}}");
        assertThat(refused(Vendor.KIMI, Dialect.CHAT, 429)).contains("engine_overloaded_error");
        assertThat(refused(Vendor.STANDARD, Dialect.CHAT, 502))
                .startsWith("<html>")
                .contains("502 Bad Gateway");
    }

    @Test
    void the_time_to_wait_is_told_in_every_form() throws Exception {
        server.next(
                WireFault.rateLimited("7"),
                WireFault.rateLimited(Instant.parse("2031-02-03T04:05:06Z")),
                WireFault.rateLimitedMillis(1_500),
                new WireFault.Refuse(429, Map.of("anthropic-ratelimit-requests-reset", "2031-02-03T04:05:06Z")));

        assertThat(get(Dialect.CHAT).headers().firstValue("retry-after")).contains("7");
        assertThat(get(Dialect.CHAT).headers().firstValue("retry-after")).contains("Mon, 3 Feb 2031 04:05:06 GMT");
        assertThat(get(Dialect.CHAT).headers().firstValue("retry-after-ms")).contains("1500");
        HttpResponse<String> vendor = get(Dialect.MESSAGES);
        assertThat(vendor.headers().firstValue("anthropic-ratelimit-requests-reset"))
                .contains("2031-02-03T04:05:06Z");
        assertThat(vendor.headers().firstValue("x-should-retry")).contains("true");
    }

    @Test
    void an_error_comes_first_or_in_the_middle_of_a_stream_of_status_200() throws Exception {
        server.next(
                new WireFault.ErrorEvent(Place.start(), 529, "Overloaded"),
                new WireFault.ErrorEvent(Place.after(1), 529, "Overloaded"),
                new WireFault.ErrorEvent(Place.after(1), 429, "Slow down"),
                new WireFault.ErrorEvent(Place.after(1), 500, "Boom"));

        HttpResponse<String> first = get(Dialect.MESSAGES);
        String middle = get(Dialect.MESSAGES).body();
        String responses = get(Dialect.RESPONSES).body();
        String chat = get(Dialect.CHAT).body();

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.body())
                .startsWith("event: error\ndata: {\"type\":\"error\",\"error\":{\"details\":null,"
                        + "\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}");
        assertThat(middle).contains("dich", "event: error\n").doesNotContain("message_stop");
        assertThat(responses)
                .contains("dich", "event: error\n", "event: response.failed\n", "\"status\":\"failed\"", "Slow down")
                .doesNotContain("response.completed");
        assertThat(chat)
                .contains("dich", "data: {\"error\":{\"message\":\"Boom\"")
                .doesNotContain("[DONE]");
    }

    @Test
    void parts_are_left_out_or_come_twice() throws Exception {
        assertThat(streamWith(Dialect.CHAT, new WireFault.Without(WireFault.Part.END_MARK)))
                .contains("\"tool_calls\"}")
                .doesNotContain("[DONE]");
        assertThat(streamWith(Dialect.MESSAGES, new WireFault.Without(WireFault.Part.END_MARK)))
                .contains("message_delta")
                .doesNotContain("message_stop");
        assertThat(streamWith(Dialect.RESPONSES, new WireFault.Without(WireFault.Part.END_MARK)))
                .doesNotContain("response.completed");
        assertThat(streamWith(Dialect.CHAT, new WireFault.Without(WireFault.Part.FINISH)))
                .contains("[DONE]")
                .doesNotContain("finish_reason\":\"");
        assertThat(streamWith(Dialect.MESSAGES, new WireFault.Without(WireFault.Part.FINISH)))
                .contains("message_stop")
                .doesNotContain("message_delta");
        assertThat(streamWith(Dialect.CHAT, new WireFault.Twice(WireFault.Part.FINISH))
                        .split("finish_reason\":\"tool_calls", -1))
                .hasSize(3);
        for (Dialect dialect : Dialect.values()) {
            assertThat(streamWith(dialect, new WireFault.Without(WireFault.Part.USAGE)))
                    .doesNotContain("\"usage\"");
        }
        assertThat(streamWith(Dialect.MESSAGES, new WireFault.Without(WireFault.Part.EARLY_USAGE))
                        .split("\"usage\"", -1))
                .hasSize(2);
    }

    @Test
    void a_body_is_empty_or_a_page_or_of_another_type() throws Exception {
        server.next(WireFault.empty(), WireFault.html(), new WireFault.ContentType("text/plain"));

        assertThat(get(Dialect.CHAT).body()).isEmpty();
        HttpResponse<String> html = get(Dialect.CHAT);
        assertThat(html.statusCode()).isEqualTo(200);
        assertThat(html.body()).startsWith("<html>");
        HttpResponse<String> plain = get(Dialect.CHAT);
        assertThat(plain.headers().firstValue("content-type")).contains("text/plain");
        assertThat(plain.body()).contains("dich");
    }

    @Test
    void lines_end_otherwise_and_have_marks_comments_and_length() throws Exception {
        assertThat(streamWith(Dialect.MESSAGES, new WireFault.LineEnds("\r\n")))
                .startsWith("event: message_start\r\ndata: ")
                .contains("}\r\n\r\nevent");
        assertThat(streamWith(Dialect.CHAT, new WireFault.LineEnds("\r")))
                .endsWith("\r\rdata: [DONE]\r\r")
                .doesNotContain("\n");
        assertThat(streamWith(Dialect.CHAT, new WireFault.ByteOrderMark())).startsWith("\uFEFFdata: ");
        assertThat(streamWith(Dialect.CHAT, new WireFault.KeepAlive(2)))
                .startsWith(": still here\n\n: still here\n\ndata: ");
        assertThat(streamWith(Dialect.CHAT, new WireFault.LongLine(1_000_000))
                        .lines()
                        .mapToInt(String::length)
                        .max())
                .hasValue(1_000_000);
        assertThat(streamWith(Dialect.CHAT, new WireFault.Inject(1, "nonsense")))
                .contains("data: nonsense\n\n");
    }

    @Test
    void a_body_is_compressed_or_has_a_length_and_faults_are_joined() throws Exception {
        server.next(
                new WireFault.Gzip(),
                new WireFault.WithLength(),
                new WireFault.Gzip().and(new WireFault.WithLength()).and(new WireFault.LineEnds("\r\n")));

        for (String expected : List.of("}\n\n", "", "}\r\n\r\n")) {
            HttpResponse<byte[]> got = client.send(
                    request(server.url("/v1/chat/completions"), body(Dialect.CHAT, true)),
                    HttpResponse.BodyHandlers.ofByteArray());
            boolean zipped = got.headers().firstValue("content-encoding").isPresent();
            assertThat(zipped).isEqualTo(!expected.isEmpty());
            byte[] plain =
                    zipped ? new GZIPInputStream(new ByteArrayInputStream(got.body())).readAllBytes() : got.body();
            assertThat(new String(plain, StandardCharsets.UTF_8)).contains("dich", expected, "[DONE]");
            assertThat(got.headers().firstValue("content-length").isPresent())
                    .isEqualTo(got.headers().firstValue("transfer-encoding").isEmpty());
        }
    }

    @Test
    void headers_are_many_and_a_redirect_is_only_offered() throws Exception {
        server.next(new WireFault.ManyHeaders(150), WireFault.redirect("/v1/elsewhere"));

        try (WireClient many = open(Dialect.CHAT)) {
            assertThat(many.head().split("\r\n")).hasSizeGreaterThan(150);
        }
        HttpResponse<String> redirect = get(Dialect.CHAT);
        assertThat(redirect.statusCode()).isEqualTo(307);
        assertThat(redirect.headers().firstValue("location")).contains("/v1/elsewhere");
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void an_answer_may_bring_its_own_fault() throws Exception {
        server.answer(WireAnswer.text("x").with(WireFault.refuse(503)), WireAnswer.text("y"));

        assertThat(get(Dialect.CHAT).statusCode()).isEqualTo(503);
        assertThat(get(Dialect.CHAT).body()).contains("\"y\"");
    }

    @Test
    void a_fault_whose_place_does_not_come_is_told() throws Exception {
        server.answer(WireAnswer.text("no call"));
        server.next(new WireFault.CutAfter(Place.Mark.BEFORE_CALL));

        get(Dialect.CHAT);

        assertThatThrownBy(server::assertExhausted)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("BEFORE_CALL");
    }

    private String refused(Vendor vendor, Dialect dialect, int status) throws Exception {
        server.vendor(vendor).next(WireFault.refuse(status));
        return get(dialect).body();
    }

    private String streamWith(Dialect dialect, WireFault fault) throws Exception {
        server.next(fault);
        return get(dialect).body();
    }

    private HttpResponse<String> get(Dialect dialect) throws IOException {
        try {
            return client.send(
                    request(server.url("/v1" + dialect.path()), body(dialect, true)),
                    HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Head and body as they come, chunk sizes and all, until the end of either body or connection. */
    private String raw(Dialect dialect) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (WireClient client = open(dialect)) {
            boolean over = false;
            for (int next = client.read(); next >= 0 && !over; next = over ? -1 : client.read()) {
                bytes.write(next);
                over = next == '\n' && bytes.toString(StandardCharsets.UTF_8).endsWith("\r\n0\r\n\r\n");
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private WireClient held(WireFault.Gate gate) throws Exception {
        WireClient held = open(Dialect.CHAT);
        gate.awaitArrival();
        return held;
    }

    private WireClient open(Dialect dialect) throws IOException {
        return new WireClient(server.url("/v1" + dialect.path()), body(dialect, true));
    }

    private static HttpRequest request(URI url, String body) {
        return HttpRequest.newBuilder(url)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static String body(Dialect dialect, boolean stream) {
        String said = dialect == Dialect.RESPONSES
                ? "\"input\":\"hi\""
                : "\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";
        return "{\"model\":\"m\",\"stream\":" + stream + ",\"stream_options\":{\"include_usage\":true}," + said + "}";
    }
}
