package dev.mimo.providers.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.environment.Event;
import dev.mimo.model.Content;
import dev.mimo.model.FailureKind;
import dev.mimo.model.Json;
import dev.mimo.model.ModelException;
import dev.mimo.model.ModelException.StreamBroken;
import dev.mimo.model.ProviderData;
import dev.mimo.model.Reply;
import dev.mimo.model.StopReason;
import dev.mimo.model.TextDelta;
import dev.mimo.model.ThinkingDelta;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolCallDelta;
import dev.mimo.model.Usage;
import dev.mimo.providers.http.Sizes;
import dev.mimo.providers.wire.Decoding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ResponsesDecodingTest {

    private static final String COMPLETED = over("completed", "\"status\":\"completed\"");
    private static final String CALL = "{\"type\":\"function_call\",\"call_id\":\"c1\",\"name\":\"f\","
            + "\"arguments\":\"{\\\"a\\\":1}\",\"status\":\"completed\"}";
    private static final ToolCall WHOLE = ToolCall.of("c1", "f", Json.object().put("a", 1));

    private final Answering asked = new Answering();

    @Test
    void thinking_text_and_calls_come_in_order_with_what_the_provider_wants_back() {
        Reply reply = asked.answer(added(0, "{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[]}")
                + delta("reasoning_summary_text", 0, "\"summary_index\":0", "because")
                + delta("reasoning_summary_text", 0, "\"summary_index\":1", "and")
                + done(
                        0,
                        "{\"type\":\"reasoning\",\"id\":\"rs_9\",\"status\":\"completed\",\"encrypted_content\":\"enc\","
                                + "\"summary\":[{\"type\":\"summary_text\",\"text\":\"because\"},"
                                + "{\"type\":\"summary_text\",\"text\":\"and\"}],\"content\":[]}")
                + added(1, "{\"type\":\"message\",\"role\":\"assistant\",\"content\":[]}")
                + text(1, "I ")
                + text(1, "look")
                + done(1, message("I look", "\"phase\":\"commentary\""))
                + added(2, "{\"type\":\"function_call\",\"call_id\":\"c1\",\"name\":\"f\",\"arguments\":\"\"}")
                + delta("function_call_arguments", 2, "\"item_id\":\"x\"", "{\\\"a\\\"")
                + delta("function_call_arguments", 2, "\"item_id\":\"y\"", ":1}")
                + done(2, CALL)
                + over(
                        "completed",
                        "\"id\":\"resp_1\",\"usage\":{\"input_tokens\":10,\"output_tokens\":7,"
                                + "\"input_tokens_details\":{\"cached_tokens\":4},"
                                + "\"output_tokens_details\":{\"reasoning_tokens\":5}}"));

        JsonNode kept = Json.read("{\"encrypted_content\":\"enc\",\"summary\":["
                + "{\"type\":\"summary_text\",\"text\":\"because\"},{\"type\":\"summary_text\",\"text\":\"and\"}]}");
        assertThat(reply.message().content())
                .containsExactly(
                        new Content.Thinking("because\n\nand", new ProviderData("openai", kept)),
                        Content.text("I look"),
                        WHOLE);
        assertThat(reply.message().provider())
                .isEqualTo(new ProviderData("openai", Json.read("{\"phases\":[\"commentary\"]}")));
        assertThat(reply.stopReason()).isEqualTo(StopReason.TOOL_CALLS);
        assertThat(reply.usage()).isEqualTo(new Usage(6, 7, 5, 4, 0));
        assertThat(reply.requestId()).isEqualTo("resp_1");
        assertThat(asked.events)
                .containsExactly(
                        new ThinkingDelta("because"),
                        new ThinkingDelta("\n\nand"),
                        new TextDelta("I "),
                        new TextDelta("look"),
                        new ToolCallDelta(0, "f", ""),
                        new ToolCallDelta(0, "f", "{\"a\""),
                        new ToolCallDelta(0, "f", ":1}"));
    }

    @Test
    void a_piece_is_told_within_the_event_that_brought_it() throws IOException {
        List<Event> events = new ArrayList<>();
        Decoding decoding = new ResponsesWire(Answering.REF, Answering.PLAIN, 1_000_000).decoding(events::add);
        byte[] bytes = "{\"delta\":\"now\",\"output_index\":0,\"type\":\"response.output_text.delta\"}"
                .getBytes(StandardCharsets.UTF_8);

        decoding.event("", bytes, 0, bytes.length);

        assertThat(events).containsExactly(new TextDelta("now"));
        assertThat(decoding.progress()).isEqualTo(Decoding.Progress.OPEN);
    }

    @Test
    void items_are_what_they_are_when_they_are_done_whatever_the_pieces_said() {
        Reply reply = asked.answer(text(0, "wrong") + done(0, message("right", "\"x\":1")) + COMPLETED);

        assertThat(reply.message().content()).containsExactly(Content.text("right"));
    }

    @Test
    void what_came_without_pieces_is_told_when_it_is_done() {
        Reply reply = asked.answer(done(0, message("all at once", "\"x\":1")) + done(1, CALL) + COMPLETED);

        assertThat(reply.message().content()).containsExactly(Content.text("all at once"), WHOLE);
        assertThat(asked.events)
                .containsExactly(
                        new TextDelta("all at once"),
                        new ToolCallDelta(0, "f", ""),
                        new ToolCallDelta(0, "f", "{\"a\":1}"));
    }

    @Test
    void items_that_were_never_done_are_taken_from_the_response_and_else_from_their_pieces() {
        String pieces = text(0, "he") + text(0, "re") + begun(1) + arguments(1, "{\\\"a\\\":1}");
        String output = "\"output\":[" + message("here", "\"phase\":\"final_answer\"") + "," + CALL + "]";

        Reply fromResponse = asked.answer(pieces + over("completed", output));
        assertThat(asked.textDeltas()).isEqualTo("here");
        Reply fromPieces = asked.answer(pieces + over("completed", "\"output\":[]"));
        Reply fromNothing = asked.answer(over("completed", output));

        assertThat(fromResponse.message().content()).containsExactly(Content.text("here"), WHOLE);
        assertThat(fromResponse.message().provider()).isNotNull();
        assertThat(fromPieces.message().content()).containsExactly(Content.text("here"), WHOLE);
        assertThat(fromNothing.message().content()).containsExactly(Content.text("here"), WHOLE);
    }

    @Test
    void an_item_that_has_come_is_not_doubled_by_the_response_or_by_another_event() {
        String call = added(0, CALL) + done(0, CALL);
        String again = CALL.replace("{\"type\"", "{\"id\":\"fc_other\",\"type\"");
        String output = "\"output\":[{\"type\":\"reasoning\",\"summary\":[]}," + again + "]";

        assertThat(asked.answer(call + over("completed", output)).message().content())
                .containsExactly(WHOLE);
        assertThat(asked.answer(call + added(4, again) + done(4, again) + COMPLETED)
                        .message()
                        .content())
                .containsExactly(WHOLE);
        assertThat(asked.answer(text(0, "a") + done(0, message("a", "\"x\":1")) + text(0, "late") + COMPLETED)
                        .message()
                        .content())
                .containsExactly(Content.text("a"));
    }

    @Test
    void an_index_may_be_missing_or_the_same_for_all() {
        String second = CALL.replace("c1", "c2");
        for (String index : List.of("\"output_index\":null,", "\"output_index\":0,", "\"output_index\":\"x\",", "")) {
            String stream = (text(0, "a")
                            + done(0, message("a", "\"x\":1"))
                            + begun(1)
                            + arguments(1, "{\\\"a\\\"")
                            + done(1, CALL)
                            + added(2, second)
                            + done(2, second)
                            + COMPLETED)
                    .replaceAll("\"output_index\":\\d,", index);

            assertThat(asked.answer(stream).message().content())
                    .containsExactly(Content.text("a"), WHOLE, WHOLE.withId("c2"));
        }
    }

    @Test
    void nulls_and_wrong_types_mean_nothing() {
        Reply reply = asked.answer(": comment\n\nevent: ping\ndata:\n\ndata: {}\n\n"
                + "data: {\"type\":null}\n\ndata: {\"type\":\"keepalive\",\"sequence_number\":1}\n\n"
                + "data: {\"type\":\"response.created\",\"response\":null}\n\n"
                + "data: {\"type\":\"response.in_progress\",\"response\":{\"output\":null,\"usage\":null}}\n\n"
                + "data: {\"type\":\"response.queued\",\"response\":7}\n\n"
                + "data: {\"type\":\"response.output_text.delta\",\"output_index\":0,\"delta\":null}\n\n"
                + "data: {\"type\":\"response.output_text.delta\",\"output_index\":0,\"delta\":{\"x\":[1]}}\n\n"
                + "data: {\"type\":\"response.something_new\",\"error\":{\"message\":\"of a search\"}}\n\n"
                + text(0, "a")
                + over("completed", "\"usage\":{\"input_tokens\":-3,\"output_tokens\":\"x\"},\"error\":null"));

        assertThat(reply.message().content()).containsExactly(Content.text("a"));
        assertThat(reply.usage()).isEqualTo(Usage.none());
    }

    @Test
    void the_name_of_the_event_counts_where_the_data_has_no_type() {
        Reply reply = asked.answer("event: response.output_text.delta\ndata: {\"delta\":\"a\"}\n\n"
                + "event: response.completed\ndata: {\"response\":{}}\n\n");

        assertThat(reply.message().text()).isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource({
        "max_output_tokens,length",
        "content_filter,content_filter",
        "something_else,something_else",
        ",incomplete"
    })
    void an_incomplete_response_says_why(String reason, String stop) {
        String details = reason == null ? "null" : "{\"reason\":\"" + reason + "\"}";
        Reply reply = asked.answer(
                text(0, "so far") + over("incomplete", "\"status\":\"incomplete\",\"incomplete_details\":" + details));

        assertThat(reply.stopReason()).isEqualTo(new StopReason(stop));
        assertThat(reply.message().text()).isEqualTo("so far");
    }

    @Test
    void a_call_of_an_incomplete_item_is_never_whole_and_one_that_was_done_before_is() {
        String cut = CALL.replace("completed", "incomplete").replace("c1", "c2");
        String over = over("incomplete", "\"incomplete_details\":{\"reason\":\"max_output_tokens\"}");

        Reply marked = asked.answer(done(0, CALL) + done(1, cut) + over);
        Reply unmarked = asked.answer(done(0, CALL) + begun(1) + arguments(1, "{\\\"a\\\":1}") + over);
        Reply insideACompleted = asked.answer(done(0, cut) + COMPLETED);
        Reply begun = asked.answer(begun(0) + COMPLETED);

        assertThat(marked.message().toolCalls())
                .containsExactly(WHOLE, new ToolCall("c2", "f", Json.object(), "{\"a\":1}", null));
        assertThat(unmarked.message().toolCalls()).extracting(ToolCall::isWhole).containsExactly(true, false);
        assertThat(insideACompleted.message().toolCalls())
                .extracting(ToolCall::isWhole)
                .containsExactly(false);
        assertThat(begun.message().toolCalls()).extracting(ToolCall::isWhole).containsExactly(false);
    }

    @Test
    void a_refusal_is_text_and_a_reason_to_stop() {
        String refused = "{\"type\":\"message\",\"content\":[{\"type\":\"refusal\",\"refusal\":\"I will not\"}]}";

        Reply streamed = asked.answer(delta("refusal", 0, "\"content_index\":0", "I will not") + COMPLETED);
        Reply whole = asked.answer(done(0, refused) + COMPLETED);

        assertThat(streamed.stopReason()).isEqualTo(StopReason.REFUSAL);
        assertThat(whole.stopReason()).isEqualTo(StopReason.REFUSAL);
        assertThat(whole.message().text()).isEqualTo("I will not");
    }

    @Test
    void a_call_that_wraps_calls_is_those_calls() {
        String uses =
                "{\\\"tool_uses\\\":[{\\\"recipient_name\\\":\\\"functions.f\\\",\\\"parameters\\\":{\\\"a\\\":1}},"
                        + "{\\\"recipient_name\\\":\\\"functions.g\\\",\\\"parameters\\\":{}}]}";
        String wrapper = CALL.replace("\"f\"", "\"multi_tool_use.parallel\"").replace("{\\\"a\\\":1}", uses);
        String malformed = wrapper.replace("functions.g", "g");

        assertThat(asked.answer(done(0, wrapper) + COMPLETED).message().toolCalls())
                .containsExactly(
                        ToolCall.of("c1_0", "f", Json.object().put("a", 1)), ToolCall.of("c1_1", "g", Json.object()));
        assertThat(asked.answer(done(0, malformed) + COMPLETED).message().toolCalls())
                .extracting(ToolCall::name)
                .containsExactly("multi_tool_use.parallel");
        assertThat(asked.answer(done(0, wrapper.replace("completed", "incomplete")) + COMPLETED)
                        .message()
                        .toolCalls())
                .extracting(ToolCall::isWhole)
                .containsExactly(false);
    }

    @Test
    void free_text_for_a_tool_is_a_call_and_other_items_are_kept_as_they_came() {
        String custom = "{\"type\":\"custom_tool_call\",\"call_id\":\"c\",\"name\":\"sql\",\"input\":\"SELECT 1\"}";
        String search = "{\"id\":\"ws\",\"type\":\"web_search_call\",\"status\":\"completed\",\"score\":1.10}";

        Reply reply = asked.answer(added(0, custom.replace("SELECT 1", ""))
                + delta("custom_tool_call_input", 0, "\"x\":1", "SELECT 1")
                + done(0, custom)
                + added(1, search)
                + done(1, search)
                + COMPLETED);

        assertThat(reply.message().content())
                .containsExactly(
                        ToolCall.of("c", "sql", Json.object().put("input", "SELECT 1")),
                        new Content.Opaque("openai", stored(search)));
        assertThat(reply.message().content().get(1).toString()).contains("1.10");
        assertThat(asked.events)
                .containsExactly(new ToolCallDelta(0, "sql", ""), new ToolCallDelta(0, "sql", "SELECT 1"));
    }

    @Test
    void a_body_that_is_no_stream_is_read_alike() {
        String output = "\"object\":\"response\",\"output\":[" + message("hi", "\"phase\":\"final_answer\"") + "]";

        assertThat(asked.answer("{\"status\":\"completed\"," + output + "}").stopReason())
                .isEqualTo(StopReason.STOP);
        assertThat(asked.answer("{" + output + "}").stopReason()).isEqualTo(StopReason.UNKNOWN);
        assertThat(asked.answer("{\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"max_output_tokens\"},"
                                + output + "}")
                        .stopReason())
                .isEqualTo(StopReason.LENGTH);
        assertThat(asked.textDeltas()).isEqualTo("hi");
        for (String status : List.of("failed", "cancelled", "in_progress", "queued")) {
            assertThatThrownBy(() -> asked.answer("{\"status\":\"" + status + "\"," + output + "}"))
                    .isInstanceOf(StreamBroken.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "data: {\"type\":\"response.comp", "data: [DONE]\n\n", "data: [DON", ": x\n\n"})
    void without_its_end_an_answer_is_broken_and_its_text_is_kept(String rest) {
        assertThatThrownBy(() -> asked.answer(text(0, "so far") + begun(1) + arguments(1, "{}") + rest))
                .asInstanceOf(type(StreamBroken.class))
                .extracting(StreamBroken::partial)
                .isEqualTo("so far");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: {\"type\":[}\n\n",
                "data: hello\n\n",
                "data: 7\n\n",
                "data: null\n\n",
                "data: {\"type\":\"x\"} y\n\n",
                "data: \"text\"\n\n",
                "data: {\"type\":\"response.output_item.done\",\"item\":{\"type\":\"mess\n\n",
            })
    void an_event_that_is_no_object_breaks_the_answer(String event) {
        assertThatThrownBy(() -> asked.answer(text(0, "a") + event + text(0, "b") + COMPLETED))
                .isInstanceOf(StreamBroken.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", ": x\n\n", "data: [DONE]\n\n", "{}", "[]", "hello", "<html>x</html>"})
    void what_is_no_answer_is_broken(String body) {
        assertThatThrownBy(() -> asked.answer(body)).isInstanceOf(StreamBroken.class);
        assertThatThrownBy(() -> asked.answer(COMPLETED)).isInstanceOf(StreamBroken.class);
    }

    @ParameterizedTest
    @CsvSource({
        "rate_limit_exceeded,RATE_LIMIT",
        "server_error,PROVIDER_ERROR",
        "server_is_overloaded,OVERLOADED",
        "vector_store_timeout,TIMEOUT",
        "context_length_exceeded,CONTEXT_OVERFLOW",
        "insufficient_quota,QUOTA",
        "invalid_prompt,INVALID_REQUEST",
        "cyber_policy,CONTENT_FILTER",
        "image_content_policy_violation,CONTENT_FILTER",
    })
    void errors_are_told_apart_by_their_code_in_every_shape(String code, FailureKind kind) {
        String error = "\"code\":\"" + code + "\",\"message\":\"words of the provider\"";
        List<String> shapes = List.of(
                event("error", "\"error\":{\"type\":\"some_error\"," + error + "}"),
                event("error", error + ",\"param\":null"),
                "event: error\ndata: {" + error + "}\n\n",
                "data: {\"error\":{" + error + "}}\n\n",
                over("failed", "\"status\":\"failed\",\"error\":{" + error + "}"),
                over("completed", "\"status\":\"failed\",\"error\":{" + error + "}"),
                "{\"object\":\"response\",\"status\":\"failed\",\"output\":[],\"error\":{" + error + "}}",
                "{\"error\":{" + error + "}}");

        for (String shape : shapes) {
            String before = shape.startsWith("{") ? "" : text(0, "so far");
            ModelException failure = (ModelException) catchThrowable(() -> asked.answer(before + shape));
            assertThat(failure.kind()).as(shape).isEqualTo(kind);
            assertThat(failure.failure().words()).contains("words of the provider");
        }
    }

    @Test
    void an_error_in_plain_words_is_one_too() {
        assertThatThrownBy(() -> asked.answer("event: error\ndata: upstream went away\n\n"))
                .isInstanceOf(StreamBroken.class)
                .hasMessageContaining("upstream went away");
        assertThatThrownBy(() -> asked.answer(over("failed", "\"error\":null")))
                .asInstanceOf(type(ModelException.class))
                .extracting(ModelException::kind)
                .isEqualTo(FailureKind.PROVIDER_ERROR);
    }

    @Test
    void sizes_are_kept() {
        Answering small = new Answering(new Sizes(4_096, 1_024));
        String long_ = "x".repeat(600);

        assertThatThrownBy(() -> small.answer(begun(0) + arguments(0, long_) + arguments(0, long_) + COMPLETED))
                .isInstanceOf(StreamBroken.class)
                .hasMessageContaining("longer than 1024");
        assertThatThrownBy(() -> small.answer(done(0, CALL.replace("{\\\"a\\\":1}", long_ + long_)) + COMPLETED))
                .isInstanceOf(StreamBroken.class)
                .hasMessageContaining("longer than 1024");
        assertThatThrownBy(() -> small.answer(text(0, "x".repeat(5_000)) + COMPLETED))
                .isInstanceOf(StreamBroken.class);
        StringBuilder many = new StringBuilder();
        for (int i = 0; i <= ReplyItems.MOST_ITEMS; i++) {
            many.append(done(i, CALL.replace("c1", "c" + i)));
        }
        assertThatThrownBy(() -> small.answer(many + COMPLETED)).isInstanceOf(StreamBroken.class);
    }

    private static JsonNode stored(String json) {
        try {
            return Json.exact().readTree(json);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String message(String text, String more) {
        return "{\"type\":\"message\",\"role\":\"assistant\"," + more
                + ",\"content\":[{\"type\":\"output_text\",\"text\":\"" + text + "\",\"annotations\":[]}]}";
    }

    private static String begun(int index) {
        return added(
                index,
                "{\"type\":\"function_call\",\"call_id\":\"c1\",\"name\":\"f\",\"arguments\":\"\","
                        + "\"status\":\"in_progress\"}");
    }

    private static String arguments(int index, String piece) {
        return delta("function_call_arguments", index, "\"item_id\":\"i\"", piece);
    }

    private static String text(int index, String piece) {
        return delta("output_text", index, "\"content_index\":0", piece);
    }

    private static String delta(String kind, int index, String more, String piece) {
        return event(
                "response." + kind + ".delta",
                "\"output_index\":" + index + "," + more + ",\"delta\":\"" + piece + "\"");
    }

    private static String added(int index, String item) {
        return event("response.output_item.added", "\"output_index\":" + index + ",\"item\":" + item);
    }

    private static String done(int index, String item) {
        return event("response.output_item.done", "\"output_index\":" + index + ",\"item\":" + item);
    }

    private static String over(String status, String fields) {
        return event("response." + status, "\"response\":{" + fields + "}");
    }

    private static String event(String type, String fields) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\"," + fields + "}\n\n";
    }
}
