package dev.mimo.providers.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.ModelException;
import dev.mimo.model.ModelException.StreamBroken;
import dev.mimo.model.Reply;
import dev.mimo.model.StopReason;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolCallDelta;
import dev.mimo.model.Usage;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ChatToleranceIT {

    private static final String DONE = "data: [DONE]\n\n";

    private static Asked asked;

    @BeforeAll
    static void open() {
        asked = new Asked();
    }

    @AfterAll
    static void close() {
        asked.close();
    }

    @Test
    void nulls_repeated_roles_and_missing_fields_mean_nothing() {
        Reply reply = asked.answer(
                delta("{\"role\":\"assistant\",\"content\":null,\"tool_calls\":null,\"reasoning_content\":null}")
                        + delta("{\"role\":\"assistant\",\"content\":\"a\"}")
                        + delta("{\"role\":null,\"content\":\"b\",\"refusal\":null,\"audio\":{\"x\":[1]}}")
                        + "data: {}\n\ndata: {\"choices\":null}\n\ndata: {\"choices\":[null]}\n\n"
                        + "data: {\"choices\":[{\"delta\":null}]}\n\ndata: {\"choices\":[{}]}\n\n"
                        + finish("stop")
                        + DONE);

        assertThat(reply.message().content()).containsExactly(Content.text("ab"));
        assertThat(reply.stopReason()).isEqualTo(StopReason.STOP);
        assertThat(asked.textDeltas()).isEqualTo("ab");
    }

    @Test
    void the_end_mark_may_be_missing_after_a_finish_and_the_finish_before_an_end_mark() {
        assertThat(asked.answer(text("a") + finish("stop")).stopReason()).isEqualTo(StopReason.STOP);
        assertThat(asked.answer(text("a") + DONE).stopReason()).isEqualTo(StopReason.UNKNOWN);
        assertThat(asked.answer(text("a") + finish("stop") + "data: {\"usage\":{\"pro")
                        .message()
                        .text())
                .isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "data: {\"choices\":[{\"delta\":{\"con", "data: [DON", ": comment\n\n"})
    void without_either_the_answer_is_broken_and_its_text_is_kept(String rest) {
        assertThatThrownBy(() -> asked.answer(text("so far") + rest))
                .asInstanceOf(type(StreamBroken.class))
                .extracting(StreamBroken::partial)
                .isEqualTo("so far");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: {\"choices\":[}\n\n",
                "data: hello\n\n",
                "data: 7\n\n",
                "data: null\n\n",
                "data: {\"choices\":[]} x\n\n",
                "data: \"text\"\n\n",
                "data: [1]\n\n",
            })
    void an_event_that_is_no_object_breaks_the_answer(String event) {
        assertThatThrownBy(() -> asked.answer(text("a") + event + text("b") + finish("stop") + DONE))
                .isInstanceOf(StreamBroken.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n",
                ": x\n\n",
                "data: [DONE]\n\n",
                "{}",
                "[]",
                "hello",
                "<html>Sign in</html>",
                "{\"choices\":[]}"
            })
    void what_is_no_answer_is_broken(String body) {
        assertThatThrownBy(() -> asked.answer(body)).isInstanceOf(StreamBroken.class);
    }

    @Test
    void an_empty_answer_is_broken_unless_length_or_a_filter_explain_it() {
        assertThatThrownBy(() -> asked.answer(finish("stop") + DONE)).isInstanceOf(StreamBroken.class);
        assertThat(asked.answer(finish("length") + DONE).stopReason()).isEqualTo(StopReason.LENGTH);
        assertThat(asked.answer(finish("content_filter") + DONE).stopReason()).isEqualTo(StopReason.CONTENT_FILTER);
    }

    @Test
    void a_call_comes_in_pieces_with_id_and_name_in_the_first() {
        Reply reply = asked.answer(call(
                        "{\"index\":0,\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}")
                + call("{\"index\":0,\"id\":null,\"function\":{\"name\":null,\"arguments\":\"{\\\"a\\\"\"}}")
                + call("{\"index\":0,\"id\":\"\",\"function\":{\"name\":\"\",\"arguments\":\":1}\"}}")
                + call("{\"index\":0,\"function\":{\"arguments\":null}}")
                + finish("tool_calls")
                + DONE);

        assertThat(reply.message().content())
                .containsExactly(ToolCall.of("c", "f", Json.object().put("a", 1)));
        assertThat(reply.stopReason()).isEqualTo(StopReason.TOOL_CALLS);
        assertThat(asked.events).contains(new ToolCallDelta(0, "f", "{\"a\""), new ToolCallDelta(0, "f", ":1}"));
    }

    @Test
    void an_index_may_start_anywhere_be_missing_or_be_the_same_for_all() {
        List<ToolCall> two = List.of(
                ToolCall.of("c1", "f", Json.object()),
                ToolCall.of("c2", "g", Json.object().put("b", 2)));
        for (String index : List.of("\"index\":7,", "", "\"index\":0,", "\"index\":null,", "\"index\":\"0\",")) {
            Reply reply =
                    asked.answer(call("{" + index + "\"id\":\"c1\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}")
                            + call("{" + index + "\"function\":{\"arguments\":\"}\"}}")
                            + call("{" + index.replace('7', '9')
                                    + "\"id\":\"c2\",\"function\":{\"name\":\"g\",\"arguments\":\"{\\\"b\\\":\"}}")
                            + call("{" + index.replace('7', '9') + "\"function\":{\"arguments\":\"2}\"}}")
                            + finish("stop"));

            assertThat(reply.message().toolCalls()).as("index %s", index).isEqualTo(two);
        }
    }

    @Test
    void pieces_of_parallel_calls_may_be_mixed() {
        Reply reply = asked.answer(
                call("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"x\\\":\"}}")
                        + call("{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"x\\\":\"}}")
                        + call("{\"index\":0,\"function\":{\"arguments\":\"1}\"}}")
                        + call("{\"index\":1,\"function\":{\"arguments\":\"2}\"}}")
                        + finish("tool_calls"));

        assertThat(reply.message().toolCalls())
                .containsExactly(
                        ToolCall.of("a", "f", Json.object().put("x", 1)),
                        ToolCall.of("b", "f", Json.object().put("x", 2)));
    }

    @Test
    void name_and_id_may_be_repeated_with_each_piece() {
        Reply reply = asked.answer(call("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}")
                + call("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"}\"}}")
                + finish("tool_calls"));

        assertThat(reply.message().toolCalls()).containsExactly(ToolCall.of("a", "f", Json.object()));
    }

    @Test
    void ids_that_are_missing_or_given_twice_become_ids_of_ours() {
        Reply reply = asked.answer(call("{\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}")
                + call("{\"index\":1,\"id\":\"x\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}")
                + call("{\"index\":2,\"id\":\"x\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}")
                + finish("tool_calls"));

        assertThat(reply.message().toolCalls())
                .extracting(ToolCall::id)
                .hasSize(3)
                .doesNotHaveDuplicates()
                .contains("x")
                .doesNotContain("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "null", "\"  \"", "\"null\"", "{}", "\"{}\""})
    void no_arguments_are_an_empty_object(String arguments) {
        Reply reply = asked.answer(
                call("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":" + arguments + "}}")
                        + finish("tool_calls"));

        assertThat(reply.message().toolCalls()).containsExactly(ToolCall.of("a", "f", Json.object()));
    }

    @Test
    void arguments_may_come_as_an_object_and_the_call_alone_instead_of_in_a_list() {
        Reply reply = asked.answer("data: {\"choices\":[{\"delta\":{\"tool_calls\":{\"id\":\"a\",\"function\":"
                + "{\"arguments\":{\"a\":[1,{}]},\"name\":\"f\"}}},\"finish_reason\":\"tool_calls\"}]}\n\n");

        assertThat(reply.message().toolCalls().get(0).arguments()).isEqualTo(Json.readObject("{\"a\":[1,{}]}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\\\"a\\\":1",
                "{\\\"a\\\":1}}",
                "[1]",
                "7",
                "\\\"{}\\\"",
                "{'a':1}",
                "{\\\"a\\\":1,\\\"a\\\":2}",
                "{} {}"
            })
    void arguments_that_are_no_object_are_never_whole(String arguments) {
        Reply reply = asked.answer(
                call("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"" + arguments + "\"}}")
                        + finish("tool_calls"));

        ToolCall call = reply.message().toolCalls().get(0);
        assertThat(call.isWhole()).isFalse();
        assertThat(call.arguments()).isEmpty();
        assertThat(call.unparsed()).isEqualTo(arguments.replace("\\\"", "\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"length", "content_filter", "repetition_truncation"})
    void arguments_that_had_not_begun_when_the_answer_was_cut_are_not_an_empty_object(String finish) {
        Reply reply = asked.answer(call("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}")
                + call("{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"rm\",\"arguments\":\"\"}}")
                + finish(finish));

        assertThat(reply.message().toolCalls()).extracting(ToolCall::isWhole).containsExactly(true, false);
    }

    @Test
    void arguments_longer_than_their_limit_break_the_answer() {
        String megabyte = "x".repeat(1024 * 1024);
        String pieces = call("{\"index\":0,\"function\":{\"arguments\":\"" + megabyte + "\"}}")
                .repeat(4);

        assertThatThrownBy(() -> asked.answer(
                        call("{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}") + pieces))
                .isInstanceOf(StreamBroken.class)
                .hasMessageContaining("arguments");
    }

    @Test
    void an_event_longer_than_its_limit_breaks_the_answer() {
        assertThatThrownBy(() -> asked.answer(text("x".repeat(17 * 1024 * 1024)) + finish("stop")))
                .isInstanceOf(StreamBroken.class)
                .hasMessageContaining("longer than");
    }

    @ParameterizedTest
    @ValueSource(strings = {"reasoning_content", "reasoning"})
    void thinking_has_a_field_of_its_own(String field) {
        Reply reply = asked.answer(delta("{\"content\":\"\",\"" + field + "\":\"hm\"}")
                + delta("{\"content\":\"a\",\"" + field + "\":null}")
                + finish("stop"));

        assertThat(reply.message().content()).containsExactly(new Content.Thinking("hm", null), Content.text("a"));
        assertThat(asked.thinkingDeltas()).isEqualTo("hm");
    }

    @Test
    void thinking_that_comes_under_both_names_counts_once() {
        Reply reply = asked.answer(
                delta("{\"reasoning\":\"hm\",\"reasoning_content\":\"hm\",\"content\":\"a\"}") + finish("stop"));

        assertThat(reply.message().content()).containsExactly(new Content.Thinking("hm", null), Content.text("a"));
    }

    @Test
    void thinking_in_tags_is_split_off() {
        Reply reply = asked.answer(text("<thi") + text("nk>hm</th") + text("ink>\\n\\na") + finish("stop"));

        assertThat(reply.message().content()).containsExactly(new Content.Thinking("hm", null), Content.text("a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\":[],\"usage\":%s}",
                "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\",\"usage\":%s}]}",
                "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":%s}",
            })
    void usage_is_found_in_any_of_its_places(String chunk) {
        String usage = "{\"prompt_tokens\":100,\"completion_tokens\":20,\"total_tokens\":120,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":60,\"audio_tokens\":null},\"completion_tokens_details\":{\"reasoning_tokens\":5}}";

        Reply reply = asked.answer(text("a") + finish("stop") + "data: " + chunk.formatted(usage) + "\n\n" + DONE);

        assertThat(reply.usage()).isEqualTo(new Usage(40, 20, 5, 60, 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"prompt_tokens\":8,\"completion_tokens\":11,\"cached_tokens\":8} | 0,11,0,8,0",
                "{\"prompt_tokens\":9,\"completion_tokens\":1,\"prompt_cache_hit_tokens\":4,\"prompt_cache_miss_tokens\":5} | 5,1,0,4,0",
                "{\"prompt_tokens\":307,\"completion_tokens\":26,\"total_tokens\":560,\"completion_tokens_details\":{\"reasoning_tokens\":227}} | 307,253,227,0,0",
                "{\"prompt_tokens\":-5,\"completion_tokens\":1e300,\"total_tokens\":7} | 0,0,0,0,0",
                "{\"prompt_tokens\":5,\"completion_tokens\":\"7\",\"cached_tokens\":50} | 0,7,0,5,0",
                "{\"prompt_tokens\":5,\"completion_tokens\":2,\"completion_tokens_details\":{\"reasoning_tokens\":9}} | 5,2,2,0,0",
                "{\"prompt_tokens\":99999999999999999999999,\"completion_tokens\":2} | 0,2,0,0,0",
            })
    void usage_is_brought_to_one_form(String usage, String expected) {
        String[] counts = expected.split(",");

        Reply reply = asked.answer(text("a") + finish("stop") + "data: {\"choices\":[],\"usage\":" + usage + "}\n\n");

        assertThat(reply.usage())
                .isEqualTo(new Usage(
                        Long.parseLong(counts[0]),
                        Long.parseLong(counts[1]),
                        Long.parseLong(counts[2]),
                        Long.parseLong(counts[3]),
                        Long.parseLong(counts[4])));
    }

    @Test
    void the_first_finish_and_the_last_usage_count() {
        Reply reply = asked.answer(text("a")
                + "data: {\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}\n\n"
                + finish("length")
                + finish("stop")
                + "data: {\"usage\":{\"prompt_tokens\":2,\"completion_tokens\":3}}\n\ndata: {\"usage\":null}\n\n");

        assertThat(reply.stopReason()).isEqualTo(StopReason.LENGTH);
        assertThat(reply.usage()).isEqualTo(Usage.of(2, 3));
    }

    @ParameterizedTest
    @CsvSource({
        "stop,stop",
        "length,length",
        "tool_calls,tool_calls",
        "function_call,tool_calls",
        "content_filter,content_filter",
        "sensitive,content_filter",
        "repetition_truncation,repetition_truncation",
        "model_context_window_exceeded,length",
        "Something_New,something_new"
    })
    void finishes_have_one_vocabulary(String finish, String reason) {
        assertThat(asked.answer(text("a") + finish(finish)).stopReason()).isEqualTo(new StopReason(reason));
    }

    @Test
    void a_finish_that_tells_of_a_fault_is_a_failure() {
        assertThatThrownBy(() -> asked.answer(text("a") + finish("network_error")))
                .isInstanceOf(StreamBroken.class);
        assertThatThrownBy(() -> asked.answer(text("a") + finish("insufficient_system_resource")))
                .isInstanceOf(ModelException.Overloaded.class);
        assertThatThrownBy(() -> asked.answer(finish("model_context_window_exceeded")))
                .isInstanceOf(ModelException.ContextOverflow.class);
    }

    @Test
    void a_refusal_is_text_with_its_own_reason() {
        Reply reply = asked.answer(delta("{\"refusal\":\"No.\"}") + finish("stop"));

        assertThat(reply.message().text()).isEqualTo("No.");
        assertThat(reply.stopReason()).isEqualTo(StopReason.REFUSAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/event-stream", "text/plain"})
    void a_whole_answer_is_taken_instead_of_a_stream(String contentType) {
        Reply reply = asked.answer(
                contentType,
                "\n {\"id\":\"i\",\"choices\":[{\"finish_reason\":\"tool_calls\",\"message\":{\"content\":\"a\",\"reasoning_content\":\"hm\","
                        + "\"tool_calls\":[{\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}}],"
                        + "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}");

        assertThat(reply.message().content())
                .containsExactly(
                        new Content.Thinking("hm", null), Content.text("a"), ToolCall.of("c", "f", Json.object()));
        assertThat(reply.usage()).isEqualTo(Usage.of(1, 2));
        assertThat(reply.requestId()).isEqualTo("i");
        assertThat(asked.textDeltas()).isEqualTo("a");
    }

    @Test
    void a_stream_under_another_content_type_is_a_stream() {
        assertThat(asked.answer("application/json", text("a") + DONE).message().text())
                .isEqualTo("a");
    }

    @Test
    void the_whole_message_at_the_end_of_a_stream_is_not_said_twice() {
        Reply reply = asked.answer(
                text("a") + "data: {\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\n");

        assertThat(reply.message().text()).isEqualTo("a");
    }

    @Test
    void other_choices_are_passed_over_and_two_objects_in_one_event_are_both_read() {
        Reply reply = asked.answer("data: {\"choices\":[{\"delta\":{\"content\":\"no\"},\"index\":1}]}\n\n"
                + "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\ndata: {\"choices\":[{\"delta\":{\"content\":\"b\"}}]}\n\n"
                + DONE);

        assertThat(reply.message().text()).isEqualTo("ab");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: {\"error\":{\"message\":\"boom\"}}\n\n",
                "data: {\"error\":\"boom\"}\n\n",
                "data: {\"error\":{\"message\":\"boom\",\"code\":500},\"choices\":[{\"delta\":{\"content\":\"\"}}]}\n\n",
                "event: error\ndata: {\"message\":\"boom\"}\n\n",
                "event: error\ndata: boom\n\n",
                "data: {\"object\":\"error\",\"message\":\"boom\"}\n\n",
                "data: {\"choices\":[{\"error\":{\"message\":\"boom\"}}]}\n\n",
            })
    void an_error_within_a_stream_is_a_failure_even_after_a_finish(String event) {
        assertThatThrownBy(() -> asked.answer(text("a") + event + finish("stop") + DONE))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("boom");
        assertThatThrownBy(() -> asked.answer(text("a") + finish("stop") + event + DONE))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("boom");
    }

    private static String delta(String delta) {
        return "data: {\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":null}]}\n\n";
    }

    private static String text(String text) {
        return delta("{\"content\":\"" + text + "\"}");
    }

    private static String call(String call) {
        return delta("{\"tool_calls\":[" + call + "]}");
    }

    private static String finish(String reason) {
        return "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}]}\n\n";
    }
}
