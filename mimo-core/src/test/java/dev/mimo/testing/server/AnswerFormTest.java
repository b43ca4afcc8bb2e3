package dev.mimo.testing.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.Reply;
import dev.mimo.model.StopReason;
import dev.mimo.model.TextDelta;
import dev.mimo.model.ToolCall;
import dev.mimo.model.Usage;
import dev.mimo.testing.wire.Dialect;
import dev.mimo.testing.wire.Vendor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Small streams of each dialect and vendor, byte for byte. */
final class AnswerFormTest {

    private static final ToolCall CALL = ToolCall.of("", "read", Json.object().put("p", 1));
    private static final Reply RICH = new Reply(
            Message.assistant(new Content.Thinking("hm", null), Content.text("so:"), CALL),
            StopReason.TOOL_CALLS,
            new Usage(10, 5, 2, 90, 0),
            null);
    private static final ObjectNode REQUEST = Json.readObject("{\"model\":\"m\",\"stream\":true}");

    @Test
    void chat_as_openai_writes_it_with_thinking_as_compatible_hosts_do() {
        ObjectNode request = REQUEST.deepCopy();
        request.putObject("stream_options").put("include_usage", true);
        String frame =
                "data: {\"id\":\"loopback-1\",\"object\":\"chat.completion.chunk\",\"created\":0,\"model\":\"m\","
                        + "\"service_tier\":\"default\",\"system_fingerprint\":\"fp_loopback\",\"choices\":[";
        String open = frame + "{\"index\":0,\"delta\":";
        String none = ",\"logprobs\":null,\"finish_reason\":null}],\"usage\":null,\"obfuscation\":\"0\"}\n\n";

        assertThat(stream(asked(Dialect.CHAT, Vendor.STANDARD, request)))
                .isEqualTo(open + "{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}" + none
                        + open + "{\"reasoning_content\":\"hm\"}" + none
                        + open + "{\"content\":\"so:\"}" + none
                        + open + "{\"tool_calls\":[{\"index\":0,\"id\":\"call_loopback3\",\"type\":\"function\","
                        + "\"function\":{\"name\":\"read\",\"arguments\":\"\"}}]}" + none
                        + open + "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"p\\\":1}\"}}]}"
                        + none
                        + open + "{}" + none.replace("\"finish_reason\":null", "\"finish_reason\":\"tool_calls\"")
                        + frame + "],\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":5,\"total_tokens\":105,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":90,\"audio_tokens\":0},"
                        + "\"completion_tokens_details\":{\"reasoning_tokens\":2,\"audio_tokens\":0,"
                        + "\"accepted_prediction_tokens\":0,\"rejected_prediction_tokens\":0}},\"obfuscation\":\"0\"}\n\n"
                        + "data: [DONE]\n\n");
    }

    @Test
    void usage_is_told_by_openai_only_when_asked_for() {
        assertThat(stream(asked(Dialect.CHAT, Vendor.STANDARD, REQUEST))).doesNotContain("usage");
    }

    @Test
    void chat_as_mimo_writes_it_has_a_null_for_all_that_is_not_there() {
        String open = "data: {\"id\":\"loopback-1\",\"object\":\"chat.completion.chunk\",\"created\":0,\"model\":\"m\","
                + "\"choices\":[{\"index\":0,\"delta\":";
        String none = ",\"finish_reason\":null}]}\n\n";

        assertThat(stream(asked(Dialect.CHAT, Vendor.MIMO, REQUEST)))
                .isEqualTo(open
                        + "{\"content\":\"\",\"role\":\"assistant\",\"tool_calls\":null,\"reasoning_content\":null}"
                        + none
                        + open + "{\"content\":null,\"role\":null,\"tool_calls\":null,\"reasoning_content\":\"hm\"}"
                        + none
                        + open + "{\"content\":\"so:\",\"role\":null,\"tool_calls\":null,\"reasoning_content\":null}"
                        + none
                        + open
                        + "{\"content\":null,\"role\":null,\"tool_calls\":[{\"index\":0,\"id\":\"call_loopback3\","
                        + "\"type\":\"function\",\"function\":{\"name\":\"read\",\"arguments\":\"\"}}],"
                        + "\"reasoning_content\":null}" + none
                        + open + "{\"content\":null,\"role\":null,\"tool_calls\":[{\"index\":0,\"id\":null,"
                        + "\"type\":\"function\",\"function\":{\"arguments\":\"{\\\"p\\\":1}\",\"name\":null}}],"
                        + "\"reasoning_content\":null}" + none
                        + open + "{\"content\":null,\"role\":null,\"tool_calls\":null,\"reasoning_content\":null},"
                        + "\"finish_reason\":\"tool_calls\"}],\"usage\":null}\n\n"
                        + "data: {\"id\":\"loopback-1\",\"object\":\"chat.completion.chunk\",\"created\":0,\"model\":\"m\","
                        + "\"choices\":[],\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":5,\"total_tokens\":105,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":90},"
                        + "\"completion_tokens_details\":{\"reasoning_tokens\":2}}}\n\n"
                        + "data: [DONE]\n\n");
    }

    @Test
    void other_vendors_have_ids_and_usage_of_their_own() {
        String kimi = stream(asked(Dialect.CHAT, Vendor.KIMI, REQUEST));
        String glm = stream(asked(Dialect.CHAT, Vendor.GLM, REQUEST));
        String deepseek = stream(asked(Dialect.CHAT, Vendor.DEEPSEEK, REQUEST));

        assertThat(kimi)
                .contains("\"id\":\"functions.read:3\"")
                .contains("\"finish_reason\":\"tool_calls\",\"usage\":{\"prompt_tokens\":100,");
        assertThat(glm)
                .contains("\"id\":\"call_-7807249954186984840\",\"type\":\"function\","
                        + "\"function\":{\"name\":\"read\",\"arguments\":\"{\\\"p\\\":1}\"}")
                .doesNotContain("\"finish_reason\":null");
        assertThat(deepseek)
                .contains("\"id\":\"call_00_loopback3\"")
                .contains("\"prompt_cache_hit_tokens\":90,\"prompt_cache_miss_tokens\":10");
        assertThat(stream(asked(Dialect.CHAT, Vendor.GLM, REQUEST.deepCopy().put("tool_stream", true))))
                .contains("\"function\":{\"name\":\"read\",\"arguments\":\"\"}");
    }

    @Test
    void messages_as_anthropic_writes_them() {
        String usage =
                "\"usage\":{\"input_tokens\":10,\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":90,";

        assertThat(stream(asked(Dialect.MESSAGES, Vendor.STANDARD, REQUEST)))
                .isEqualTo("event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"model\":\"m\","
                        + "\"id\":\"msg_loopback1\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[],"
                        + "\"stop_reason\":null,\"stop_sequence\":null,\"stop_details\":null," + usage
                        + "\"cache_creation\":{\"ephemeral_5m_input_tokens\":0,\"ephemeral_1h_input_tokens\":0},"
                        + "\"output_tokens\":1,\"service_tier\":\"standard\",\"inference_geo\":\"not_available\"}}}\n\n"
                        + block(0, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}", 7)
                        + "event: ping\ndata: {\"type\": \"ping\"}\n\n"
                        + delta(0, "{\"type\":\"thinking_delta\",\"thinking\":\"hm\"}", 5)
                        + delta(0, "{\"type\":\"signature_delta\",\"signature\":\"sealed-d05\"}", 12)
                        + end(0, 3)
                        + block(1, "{\"type\":\"text\",\"text\":\"\"}", 10)
                        + delta(1, "{\"type\":\"text_delta\",\"text\":\"so:\"}", 1)
                        + end(1, 8)
                        + block(
                                2,
                                "{\"type\":\"tool_use\",\"id\":\"toolu_loopback3\",\"name\":\"read\",\"input\":{},"
                                        + "\"caller\":{\"type\":\"direct\"}}",
                                15)
                        + delta(2, "{\"type\":\"input_json_delta\",\"partial_json\":\"\"}", 6)
                        + delta(2, "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"p\\\":1}\"}", 13)
                        + end(2, 4)
                        + "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":"
                        + "\"tool_use\",\"stop_sequence\":null,\"stop_details\":null}," + usage
                        + "\"output_tokens\":5,\"output_tokens_details\":{\"thinking_tokens\":2}}}"
                        + " ".repeat(11) + "\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}  \n\n");
    }

    @Test
    void thinking_is_signed_as_its_script_says() {
        String unsigned = stream(Dialect.MESSAGES, Vendor.STANDARD, WireAnswer.signed("hm", ""));
        String own = stream(Dialect.MESSAGES, Vendor.STANDARD, WireAnswer.signed("hm", "mine"));
        String sealed = stream(Dialect.MESSAGES, Vendor.STANDARD, WireAnswer.redacted("AAA"));
        String mimo = stream(Dialect.MESSAGES, Vendor.MIMO, new Content.Thinking("hm", null));

        assertThat(unsigned).contains("thinking_delta").doesNotContain("signature_delta");
        assertThat(own).contains("\"signature\":\"mine\"");
        assertThat(sealed)
                .contains("{\"type\":\"redacted_thinking\",\"data\":\"AAA\"}")
                .doesNotContain("thinking_delta");
        assertThat(mimo).contains("thinking_delta").doesNotContain("signature_delta", "stop_sequence", "}  ");
    }

    @Test
    void responses_tell_each_item_in_pieces_and_as_a_whole() {
        ObjectNode request = REQUEST.deepCopy();
        request.putArray("include").add("reasoning.encrypted_content");

        List<WireEvent> events = events(asked(Dialect.RESPONSES, Vendor.STANDARD, request), RICH);

        assertThat(events)
                .extracting(WireEvent::name)
                .containsExactly(
                        "response.created",
                        "response.in_progress",
                        "response.output_item.added",
                        "response.reasoning_summary_part.added",
                        "response.reasoning_summary_text.delta",
                        "response.reasoning_summary_text.done",
                        "response.reasoning_summary_part.done",
                        "response.output_item.done",
                        "response.output_item.added",
                        "response.content_part.added",
                        "response.output_text.delta",
                        "response.output_text.done",
                        "response.content_part.done",
                        "response.output_item.done",
                        "response.output_item.added",
                        "response.function_call_arguments.delta",
                        "response.function_call_arguments.done",
                        "response.output_item.done",
                        "response.completed");
        assertThat(events)
                .extracting(event -> event.json().path("sequence_number").asInt())
                .isSorted()
                .hasSize(19);
        assertThat(events.get(7).data())
                .isEqualTo("{\"type\":\"response.output_item.done\",\"sequence_number\":7,\"output_index\":0,\"item\":{"
                        + "\"id\":\"rs_loopback1_0\",\"type\":\"reasoning\",\"summary\":[{\"type\":\"summary_text\","
                        + "\"text\":\"hm\"}],\"content\":[],\"encrypted_content\":\"sealed-d05\"}}");
        assertThat(events.get(17).data())
                .isEqualTo(
                        "{\"type\":\"response.output_item.done\",\"sequence_number\":17,\"output_index\":2,\"item\":{"
                                + "\"id\":\"fc_loopback1_2\",\"type\":\"function_call\",\"status\":\"completed\","
                                + "\"arguments\":\"{\\\"p\\\":1}\",\"call_id\":\"call_loopback3\",\"name\":\"read\"}}");
        assertThat(events.get(18).json().path("response").path("output")).hasSize(3);
        assertThat(events.get(18).json().path("response").path("usage").toString())
                .isEqualTo(
                        "{\"input_tokens\":100,\"input_tokens_details\":{\"cached_tokens\":90,\"cache_write_tokens\":0},"
                                + "\"output_tokens\":5,\"output_tokens_details\":{\"reasoning_tokens\":2},\"total_tokens\":105}");
    }

    @Test
    void reasoning_stays_at_the_server_unless_it_is_to_be_included() {
        assertThat(stream(asked(Dialect.RESPONSES, Vendor.STANDARD, REQUEST)))
                .contains("\"encrypted_content\":null")
                .doesNotContain("sealed-");
    }

    @Test
    void why_it_stopped_is_said_in_the_words_of_each() {
        assertThat(stops(Dialect.CHAT, StopReason.LENGTH)).contains("\"finish_reason\":\"length\"");
        assertThat(stops(Dialect.CHAT, StopReason.REFUSAL))
                .contains("\"delta\":{\"refusal\":\"x\"}", "\"finish_reason\":\"stop\"");
        assertThat(stops(Dialect.CHAT, StopReason.CONTENT_FILTER)).contains("\"finish_reason\":\"content_filter\"");
        assertThat(stops(Dialect.CHAT, new StopReason("repetition_truncation")))
                .contains("\"finish_reason\":\"repetition_truncation\"");
        assertThat(stops(Dialect.MESSAGES, StopReason.LENGTH)).contains("\"stop_reason\":\"max_tokens\"");
        assertThat(stops(Dialect.MESSAGES, StopReason.PAUSE)).contains("\"stop_reason\":\"pause_turn\"");
        assertThat(stops(Dialect.MESSAGES, StopReason.REFUSAL))
                .contains("\"stop_reason\":\"refusal\"", "\"stop_details\":{\"type\":\"refusal\"");
        assertThat(stops(Dialect.RESPONSES, StopReason.LENGTH))
                .contains("event: response.incomplete", "\"incomplete_details\":{\"reason\":\"max_output_tokens\"}");
        assertThat(stops(Dialect.RESPONSES, StopReason.REFUSAL))
                .contains("event: response.refusal.delta", "event: response.completed");
    }

    @Test
    void a_call_that_was_cut_is_written_as_far_as_it_came() {
        ToolCall cut = new ToolCall("c", "read", Json.object(), "{\"p\":", null);
        for (Dialect dialect : Dialect.values()) {
            assertThat(stream(dialect, Vendor.STANDARD, cut)).as("%s", dialect).contains("{\\\"p\\\":\"");
        }
    }

    @Test
    void pieces_are_those_of_the_model_and_never_split_a_character() {
        Pieces pieces = new Pieces();
        pieces.tell(new TextDelta("a b"));
        pieces.tell(new TextDelta(" c"));

        assertThat(pieces.ofText("a b c and then something more \uD83D\uDE00\uD83D\uDE00 it never told"))
                .containsExactly(
                        "a b", " c", " and then someth", "ing more \uD83D\uDE00\uD83D\uDE00 it n", "ever told");
    }

    @Test
    void one_body_holds_all_that_a_stream_tells() {
        assertThat(AnswerForm.of(asked(Dialect.CHAT, Vendor.DEEPSEEK, REQUEST))
                        .body(sealed(Dialect.CHAT))
                        .path("choices")
                        .toString())
                .isEqualTo(
                        "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"so:\",\"reasoning_content\":\"hm\","
                                + "\"tool_calls\":[{\"index\":0,\"id\":\"call_loopback3\",\"type\":\"function\",\"function\":{"
                                + "\"name\":\"read\",\"arguments\":\"{\\\"p\\\":1}\"}}]},\"logprobs\":null,"
                                + "\"finish_reason\":\"tool_calls\"}]");
        assertThat(AnswerForm.of(asked(Dialect.MESSAGES, Vendor.STANDARD, REQUEST))
                        .body(sealed(Dialect.MESSAGES))
                        .toString())
                .contains("\"content\":[{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"sealed-d05\"},"
                        + "{\"type\":\"text\",\"text\":\"so:\"},{\"type\":\"tool_use\",\"id\":\"toolu_loopback3\","
                        + "\"name\":\"read\",\"input\":{\"p\":1},\"caller\":{\"type\":\"direct\"}}],"
                        + "\"stop_reason\":\"tool_use\"");
        assertThat(AnswerForm.of(asked(Dialect.RESPONSES, Vendor.STANDARD, REQUEST))
                        .body(sealed(Dialect.RESPONSES))
                        .path("output"))
                .hasSize(3);
    }

    private static Reply sealed(Dialect dialect) {
        return Sealing.seal(RICH, asked(dialect, Vendor.STANDARD, REQUEST));
    }

    private static Asked asked(Dialect dialect, Vendor vendor, ObjectNode request) {
        return new Asked(dialect, vendor, request, 1, 3);
    }

    private static String block(int index, String block, int padding) {
        return event("content_block_start", ",\"index\":" + index + ",\"content_block\":" + block, padding);
    }

    private static String delta(int index, String delta, int padding) {
        return event("content_block_delta", ",\"index\":" + index + ",\"delta\":" + delta, padding);
    }

    private static String end(int index, int padding) {
        return event("content_block_stop", ",\"index\":" + index, padding);
    }

    private static String event(String type, String fields, int padding) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\"" + fields + "}" + " ".repeat(padding) + "\n\n";
    }

    private static String stops(Dialect dialect, StopReason reason) {
        Reply reply = new Reply(Message.assistant(Content.text("x")), reason, Usage.none(), null);
        return render(events(asked(dialect, Vendor.STANDARD, REQUEST), reply));
    }

    private static String stream(Dialect dialect, Vendor vendor, Content block) {
        Reply reply = new Reply(Message.assistant(block), StopReason.STOP, Usage.none(), null);
        return render(events(asked(dialect, vendor, REQUEST), reply));
    }

    private static String stream(Asked asked) {
        return render(events(asked, RICH));
    }

    private static List<WireEvent> events(Asked asked, Reply reply) {
        return AnswerForm.of(asked).events(Sealing.seal(reply, asked), new Pieces());
    }

    private static String render(List<WireEvent> events) {
        StringBuilder text = new StringBuilder();
        events.forEach(event -> text.append(event.render("\n", 0)));
        return text.toString();
    }
}
