package dev.mimo.providers.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.mimo.environment.Event;
import dev.mimo.model.Content;
import dev.mimo.model.FailureKind;
import dev.mimo.model.Json;
import dev.mimo.model.ModelException;
import dev.mimo.model.ModelException.StreamBroken;
import dev.mimo.model.Reply;
import dev.mimo.model.StopReason;
import dev.mimo.model.TextDelta;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolCallDelta;
import dev.mimo.model.Usage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MessagesToleranceTest {

    @Test
    void thinking_text_and_calls_come_in_their_own_order_and_are_told_at_once() {
        Decoded decoded = Decoded.of(
                200,
                Stream.begun()
                        .thinking(0, "sig", "Let ", "me see")
                        .event("{\"type\": \"ping\"}")
                        .text(1, "I ", "look")
                        .call(2, "toolu_1", "read", "", "{\"pa", "th\":1}")
                        .call(3, "toolu_2", "list")
                        .ended("tool_use"));

        assertThat(decoded.reply.message().content())
                .containsExactly(
                        new Content.Thinking("Let me see", Seal.signature("anthropic", "sig")),
                        Content.text("I look"),
                        ToolCall.of("toolu_1", "read", Json.object().put("path", 1)),
                        ToolCall.of("toolu_2", "list", Json.object()));
        assertThat(decoded.reply.stopReason()).isEqualTo(StopReason.TOOL_CALLS);
        assertThat(decoded.reply.requestId()).isEqualTo("msg_1");
        assertThat(decoded.text()).isEqualTo("I look");
        assertThat(decoded.thinking()).isEqualTo("Let me see");
        assertThat(decoded.arguments(0)).isEqualTo("{\"path\":1}");
        assertThat(decoded.events).contains(new ToolCallDelta(0, "read", ""), new ToolCallDelta(1, "list", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "end_turn, stop",
        "stop_sequence, stop",
        "max_tokens, length",
        "model_context_window_exceeded, length",
        "pause_turn, pause",
        "refusal, refusal",
        "something_new, something_new"
    })
    void reasons_to_stop_become_our_words(String word, String reason) {
        assertThat(Decoded.reply(Stream.begun().text(0, "a").ended(word)).stopReason())
                .isEqualTo(new StopReason(reason));
    }

    @Test
    void calls_make_an_end_of_turn_a_wish_for_tools() {
        assertThat(Decoded.reply(Stream.begun().call(0, "c", "f").ended("end_turn"))
                        .stopReason())
                .isEqualTo(StopReason.TOOL_CALLS);
    }

    @Test
    void a_refusal_may_be_empty_and_its_details_are_kept() {
        Reply reply = Decoded.reply(
                Stream.begun().event("""
                        {"type":"message_delta","delta":{"stop_reason":"refusal",
                        "stop_details":{"type":"refusal","category":"cyber"}},"usage":{"output_tokens":5}}""").event("{\"type\":\"message_stop\"}").toString());

        assertThat(reply.message().content()).isEmpty();
        assertThat(reply.stopReason()).isEqualTo(StopReason.REFUSAL);
        assertThat(reply.message()
                        .provider()
                        .data()
                        .at("/stop_details/category")
                        .asText())
                .isEqualTo("cyber");
    }

    @Test
    void an_end_of_turn_may_be_silent_and_nothing_else() {
        assertThat(Decoded.reply(Stream.begun().ended("end_turn")).message().content())
                .isEmpty();
        assertThatThrownBy(() -> Decoded.reply(Stream.begun().ended("tool_use")))
                .isInstanceOf(StreamBroken.class);
        assertThatThrownBy(() -> Decoded.reply(Stream.begun().ended("model_context_window_exceeded")))
                .isInstanceOf(ModelException.ContextOverflow.class);
        assertThatThrownBy(() -> Decoded.reply(
                        Stream.begun().event("{\"type\":\"message_stop\"}").toString()))
                .isInstanceOf(StreamBroken.class);
    }

    @Test
    void the_last_count_that_is_none_holds() {
        assertThat(usage("{\"input_tokens\":43,\"output_tokens\":1}", "{\"input_tokens\":61,\"output_tokens\":2}"))
                .isEqualTo(Usage.of(61, 2));
        assertThat(usage("{\"input_tokens\":0}", "{\"input_tokens\":61,\"output_tokens\":2}"))
                .isEqualTo(Usage.of(61, 2));
        assertThat(usage("{\"input_tokens\":43,\"output_tokens\":1}", "{\"input_tokens\":0,\"output_tokens\":2}"))
                .isEqualTo(Usage.of(43, 2));
        assertThat(usage("null", "{\"input_tokens\":\"many\",\"output_tokens\":-2}"))
                .isEqualTo(Usage.none());
    }

    @Test
    void cached_tokens_are_beside_those_of_the_prompt_and_thinking_is_within_the_answer() {
        assertThat(usage("""
                                {"input_tokens":5,"cache_read_input_tokens":100,"cache_creation_input_tokens":20,
                                "cache_creation":{"ephemeral_5m_input_tokens":20},"output_tokens":1}""", """
                                {"output_tokens":50,"output_tokens_details":{"thinking_tokens":30},
                                "iterations":[{"input_tokens":9}]}""")).isEqualTo(new Usage(5, 50, 30, 100, 20));
    }

    private static Usage usage(String first, String last) {
        return Decoded.reply(Stream.empty()
                        .event("{\"type\":\"message_start\",\"message\":{\"usage\":" + first + "}}")
                        .text(0, "a")
                        .event("{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":" + last
                                + "}")
                        .toString())
                .usage();
    }

    @Test
    void sealed_thinking_and_blocks_of_other_kinds_are_kept_as_they_came() {
        Reply reply = Decoded.reply(Stream.begun()
                .start(0, "{\"type\":\"redacted_thinking\",\"data\":\"EqkE\"}")
                .stop(0)
                .start(1, "{\"type\":\"server_tool_use\",\"id\":\"srv_1\",\"name\":\"web_search\",\"input\":{}}")
                .delta(1, "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"query\\\":\"}")
                .delta(1, "{\"type\":\"input_json_delta\",\"partial_json\":\"\\\"x\\\"}\"}")
                .stop(1)
                .start(
                        2,
                        "{\"type\":\"web_search_tool_result\",\"tool_use_id\":\"srv_1\",\"content\":[{\"url\":\"u\"}]}")
                .stop(2)
                .start(3, "{\"type\":\"compaction\",\"content\":null}")
                .delta(3, "{\"type\":\"compaction_delta\",\"content\":\"so \"}")
                .delta(3, "{\"type\":\"compaction_delta\",\"content\":\"far\"}")
                .stop(3)
                .start(4, "{\"type\":\"fallback\",\"from\":{\"model\":\"a\"}}")
                .stop(4)
                .ended("end_turn"));

        assertThat(reply.message().content())
                .containsExactly(
                        new Content.Thinking("", Seal.redacted("anthropic", "EqkE")),
                        opaque(
                                "{\"type\":\"server_tool_use\",\"id\":\"srv_1\",\"name\":\"web_search\",\"input\":{\"query\":\"x\"}}"),
                        opaque(
                                "{\"type\":\"web_search_tool_result\",\"tool_use_id\":\"srv_1\",\"content\":[{\"url\":\"u\"}]}"),
                        opaque("{\"type\":\"compaction\",\"content\":\"so far\"}"),
                        opaque("{\"type\":\"fallback\",\"from\":{\"model\":\"a\"}}"));
    }

    private static Content opaque(String json) {
        return new Content.Opaque("anthropic", Json.read(json));
    }

    @Test
    void a_message_told_twice_or_spliced_behind_another_adds_to_it() {
        String start = "{\"type\":\"message_start\",\"message\":{\"id\":\"b\",\"content\":[]}}";

        Reply reply = Decoded.reply(Stream.begun()
                .event(start)
                .text(0, "one ")
                .event(start)
                .text(0, "two")
                .call(1, "c", "f", "{}")
                .ended("tool_use"));

        assertThat(reply.message().content())
                .containsExactly(Content.text("one "), Content.text("two"), ToolCall.of("c", "f", Json.object()));
        assertThat(reply.requestId()).isEqualTo("msg_1");
    }

    @Test
    void a_call_that_begins_twice_is_one_call() {
        String block = "{\"type\":\"tool_use\",\"id\":\"c\",\"name\":\"f\",\"input\":{}}";

        Reply reply = Decoded.reply(
                Stream.begun().start(0, block).start(0, block).stop(0).ended("tool_use"));

        assertThat(reply.message().toolCalls()).hasSize(1);
    }

    @Test
    void fields_and_blocks_may_come_in_any_order() {
        Reply reply = Decoded.reply(Stream.empty()
                .data("{\"message\":{\"usage\":{},\"content\":[],\"type\":\"message\"},\"type\":\"message_start\"}")
                .data(
                        "{\"content_block\":{\"text\":\"\",\"type\":\"text\"},\"index\":0,\"type\":\"content_block_start\"}")
                .data(
                        "{\"content_block\":{\"input\":{},\"name\":\"f\",\"id\":\"c\",\"type\":\"tool_use\"},\"index\":1,\"type\":\"content_block_start\"}")
                .data(
                        "{\"delta\":{\"partial_json\":\"{\\\"a\\\"\",\"type\":\"input_json_delta\"},\"index\":1,\"type\":\"content_block_delta\"}")
                .data(
                        "{\"delta\":{\"text\":\"hi\",\"type\":\"text_delta\"},\"index\":0,\"type\":\"content_block_delta\"}")
                .data(
                        "{\"delta\":{\"partial_json\":\":1}\",\"type\":\"input_json_delta\"},\"index\":1,\"type\":\"content_block_delta\"}")
                .data(
                        "{\"usage\":{\"output_tokens\":2},\"delta\":{\"stop_reason\":\"tool_use\"},\"type\":\"message_delta\"}")
                .toString());

        assertThat(reply.message().content())
                .containsExactly(
                        Content.text("hi"), ToolCall.of("c", "f", Json.object().put("a", 1)));
    }

    @Test
    void events_without_a_type_have_it_from_their_name_and_blocks_without_an_index_are_the_latest() {
        Reply reply = Decoded.reply(
                "event: content_block_start\ndata: {\"content_block\":{\"type\":\"text\",\"text\":\"a\"}}\n\n"
                        + "event: content_block_delta\ndata: {\"delta\":{\"text\":\"b\"}}\n\n"
                        + "event: content_block_stop\ndata: {}\n\n"
                        + "event: message_delta\ndata: {\"delta\":{\"stop_reason\":\"end_turn\"}}\n\n");

        assertThat(reply.message().text()).isEqualTo("ab");
    }

    @Test
    void a_block_whose_beginning_was_lost_is_told_by_its_pieces_but_no_call_is() {
        Stream thought = Stream.begun().delta(0, "{\"type\":\"thinking_delta\",\"thinking\":\"hm\"}");
        Stream call = Stream.begun().text(0, "a").delta(1, "{\"type\":\"input_json_delta\",\"partial_json\":\"{}\"}");

        assertThat(Decoded.reply(thought.text(1, "a").ended("end_turn"))
                        .message()
                        .content())
                .containsExactly(new Content.Thinking("hm", null), Content.text("a"));
        assertThatThrownBy(() -> Decoded.reply(call.ended("tool_use")))
                .asInstanceOf(type(StreamBroken.class))
                .extracting(StreamBroken::kind)
                .isEqualTo(FailureKind.PROTOCOL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"n\":1}", "\"{\\\"n\\\":1}\""})
    void an_input_may_be_whole_from_the_beginning(String input) {
        Decoded decoded = Decoded.of(
                200,
                Stream.begun()
                        .start(0, "{\"type\":\"tool_use\",\"id\":\"c\",\"name\":\"f\",\"input\":" + input + "}")
                        .stop(0)
                        .ended("tool_use"));

        assertThat(decoded.reply.message().toolCalls())
                .containsExactly(ToolCall.of("c", "f", Json.object().put("n", 1)));
        assertThat(decoded.arguments(0)).isEqualTo("{\"n\":1}");
    }

    @Test
    void an_input_in_pieces_counts_before_one_that_was_given_at_the_beginning() {
        Reply reply = Decoded.reply(Stream.begun()
                .start(0, "{\"type\":\"tool_use\",\"id\":\"c\",\"name\":\"f\",\"input\":{\"n\":1}}")
                .delta(0, "{\"type\":\"input_json_delta\",\"partial_json\":{\"n\":2}}")
                .ended("tool_use"));

        assertThat(reply.message().toolCalls())
                .containsExactly(ToolCall.of("c", "f", Json.object().put("n", 2)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"max_tokens", "refusal", "model_context_window_exceeded", "pause_turn"})
    void a_call_that_the_end_cut_is_never_whole(String reason) {
        Reply cut = Decoded.reply(Stream.begun()
                .call(0, "c1", "f", "{\"a\":1}")
                .call(1, "c2", "f", "{\"a\":")
                .ended(reason));
        Reply unbegun = Decoded.reply(
                Stream.begun().call(0, "c1", "f").call(1, "c2", "f").ended(reason));

        assertThat(cut.message().toolCalls()).extracting(ToolCall::isWhole).containsExactly(true, false);
        assertThat(cut.message().toolCalls().get(1).unparsed()).isEqualTo("{\"a\":");
        assertThat(unbegun.message().toolCalls()).extracting(ToolCall::isWhole).containsExactly(true, false);
    }

    @Test
    void the_formal_end_may_be_missing_after_a_reason_to_stop_and_the_reason_before_the_end() {
        assertThat(Decoded.reply(Stream.begun().text(0, "a").stopped("end_turn").toString())
                        .stopReason())
                .isEqualTo(StopReason.STOP);
        assertThat(Decoded.reply(Stream.begun().text(0, "a").data("[DONE]").toString())
                        .stopReason())
                .isEqualTo(StopReason.UNKNOWN);
        assertThat(Decoded.reply(Stream.begun().text(0, "a").stopped("end_turn") + "event: message_stop\ndata: {\"ty")
                        .message()
                        .text())
                .isEqualTo("a");
    }

    @Test
    void nothing_is_waited_for_after_the_end() {
        String body = Stream.begun().text(0, "a").ended("end_turn");
        InputStream open = new SequenceInputStream(in(body), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("read on after the end");
            }
        });

        assertThat(Decoded.of(200, open).reply.message().text()).isEqualTo("a");
    }

    @Test
    void a_piece_is_told_before_more_is_read() {
        String rest = Stream.empty().stop(0).ended("end_turn");
        Stream stream = Stream.begun()
                .start(0, "{\"type\":\"text\",\"text\":\"\"}")
                .delta(0, "{\"type\":\"text_delta\",\"text\":\"a\"}");
        List<Event> told = new ArrayList<>();
        InputStream watched = new SequenceInputStream(
                in(stream.toString()),
                new SequenceInputStream(
                        new InputStream() {
                            @Override
                            public int read() {
                                assertThat(told).containsExactly(new TextDelta("a"));
                                return -1;
                            }
                        },
                        in(rest)));

        assertThat(Decoded.of(200, watched, told).reply.message().text()).isEqualTo("a");
    }

    private static InputStream in(String body) {
        return new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "data: {\"type\":\"content_bl", ": comment\n\n", "data: {\"type\":\"ping\"}\n\n"})
    void without_either_the_answer_is_broken_and_its_text_is_kept(String rest) {
        assertThatThrownBy(() -> Decoded.reply(Stream.begun().text(0, "so far") + rest))
                .asInstanceOf(type(StreamBroken.class))
                .extracting(StreamBroken::partial)
                .isEqualTo("so far");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n",
                "{}",
                "[]",
                "hello",
                "<html>Sign in</html>",
                "data: {}\n\n",
                "data: 7\n\n",
                "data: null\n\n",
                "data: {\"type\":\"ping\"}\n\n",
                "{\"type\":\"message\"}",
                "{\"code\":500,\"msg\":\"no such thing\"}"
            })
    void what_is_no_answer_is_broken(String body) {
        assertThatThrownBy(() -> Decoded.reply(body)).isInstanceOf(ModelException.class);
    }

    @Test
    void an_error_that_comes_first_or_in_the_middle_is_told_as_what_it_is() {
        String overloaded = "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}";

        assertThatThrownBy(() -> Decoded.reply(Stream.empty().event(overloaded).toString()))
                .isInstanceOf(ModelException.Overloaded.class);
        assertThatThrownBy(() -> Decoded.reply(
                        Stream.begun().text(0, "a").data(overloaded).toString()))
                .isInstanceOf(ModelException.Overloaded.class)
                .hasMessageContaining("Overloaded");
        assertThatThrownBy(() -> Decoded.of(529, overloaded)).isInstanceOf(ModelException.Overloaded.class);
        assertThatThrownBy(() -> Decoded.reply("event: error\ndata: out of order\n\n"))
                .hasMessageContaining("out of order");
    }

    @Test
    void a_whole_message_is_read_as_a_stream_is() {
        Decoded decoded = Decoded.of(200, """
                {"id":"msg_2","type":"message","role":"assistant","stop_reason":"tool_use","content":[
                 {"type":"thinking","thinking":"hm","signature":"s"},{"type":"text","text":"hi"},
                 {"type":"tool_use","id":"c","name":"f","input":{"a":1}},{"type":"other","x":[1]}],
                 "usage":{"input_tokens":3,"output_tokens":4}}""");

        assertThat(decoded.reply.message().content())
                .containsExactly(
                        new Content.Thinking("hm", Seal.signature("anthropic", "s")),
                        Content.text("hi"),
                        ToolCall.of("c", "f", Json.object().put("a", 1)),
                        opaque("{\"type\":\"other\",\"x\":[1]}"));
        assertThat(decoded.reply.usage()).isEqualTo(Usage.of(3, 4));
        assertThat(decoded.arguments(0)).isEqualTo("{\"a\":1}");
    }

    @Test
    void nulls_and_values_of_other_types_mean_nothing() {
        Reply reply = Decoded.reply(Stream.begun()
                .data("{\"type\":\"content_block_start\",\"index\":0,\"content_block\":null}")
                .data("{\"type\":\"content_block_start\",\"index\":\"0\",\"content_block\":[1]}")
                .data("{\"type\":\"content_block_delta\",\"index\":0,\"delta\":null}")
                .data("{\"type\":\"content_block_stop\",\"index\":77}")
                .data("{\"type\":\"message_delta\",\"delta\":[],\"usage\":7}")
                .data("{\"type\":7,\"message\":\"x\",\"content\":{}}")
                .start(0, "{\"type\":\"text\",\"text\":null}")
                .delta(0, "{\"type\":\"text_delta\",\"text\":{\"a\":[{}]}}")
                .delta(0, "{\"type\":\"citations_delta\",\"citation\":{\"url\":\"u\"}}")
                .delta(0, "{\"type\":\"text_delta\",\"text\":\"a\"}")
                .ended("end_turn"));

        assertThat(reply.message().content()).containsExactly(Content.text("a"));
    }

    @Test
    void what_is_longer_than_anything_should_be_breaks_the_answer() {
        List<String> pieces = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            pieces.add("x".repeat(1_000));
        }
        String arguments =
                Stream.begun().call(0, "c", "f", pieces.toArray(new String[0])).ended("tool_use");
        Stream calls = Stream.begun();
        for (int i = 0; i < 1_025; i++) {
            calls.call(i, "c" + i, "f");
        }
        Stream blocks = Stream.begun();
        for (int i = 0; i < 4_097; i++) {
            blocks.start(i, "{\"type\":\"text\"}");
        }

        for (String body : List.of(arguments, calls.ended("tool_use"), blocks.ended("end_turn"))) {
            assertThatThrownBy(() -> Decoded.reply(body))
                    .asInstanceOf(type(StreamBroken.class))
                    .extracting(StreamBroken::kind)
                    .isEqualTo(FailureKind.PROTOCOL);
        }
    }
}
