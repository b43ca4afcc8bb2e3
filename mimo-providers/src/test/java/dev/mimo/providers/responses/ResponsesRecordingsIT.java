package dev.mimo.providers.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.model.Content;
import dev.mimo.model.FailureKind;
import dev.mimo.model.Json;
import dev.mimo.model.ModelException;
import dev.mimo.model.ModelException.StreamBroken;
import dev.mimo.model.Reply;
import dev.mimo.model.ToolCall;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Recorded traffic of real servers, which is kept beside the project and not in it. */
@Tag("recordings")
final class ResponsesRecordingsIT {

    /** A stream whose first and last events lack a brace: no JSON, so that nothing of it may be believed. */
    private static final String MALFORMED = "parallel-tool-call-wrapper.1.chunks";

    /** Recordings of another resource than responses. */
    private static final String COUNTED = "count_tokens";

    private static List<Recording> recordings;

    private final Answering asked = new Answering();

    @BeforeAll
    static void find() {
        Path folder = Recording.findFolder();
        assumeTrue(
                folder != null && Files.isDirectory(folder),
                "skipped: no ../shared/provider-recordings beside the project");
        recordings = Recording.all(folder);
    }

    @TestFactory
    Stream<DynamicTest> each_recorded_answer_is_read_as_what_it_says() {
        return recordings.stream()
                .filter(each -> !each.name().contains(MALFORMED) && !each.name().contains(COUNTED))
                .filter(each -> each.status() == 200 && !each.body().contains("\"type\":\"error\""))
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> check(each)));
    }

    @TestFactory
    Stream<DynamicTest> each_recorded_refusal_is_a_failure_with_the_words_of_the_provider() {
        return recordings.stream()
                .filter(each -> each.status() != 200)
                .map(each -> DynamicTest.dynamicTest(each.name(), () -> {
                    ModelException failure = failure(each);
                    assertThat(failure.failure().words())
                            .isEqualTo(
                                    Json.read(each.body()).at("/error/message").asText());
                    assertThat(failure.kind())
                            .isEqualTo(each.status() == 401 ? FailureKind.AUTH : FailureKind.INVALID_REQUEST);
                    assertThat(failure.retryable()).isFalse();
                }));
    }

    @Test
    void the_index_is_met_where_it_names_a_result() {
        expect("five_turn_metadata_roundtrip.0", "text;stop;0");
        expect("five_turn_metadata_roundtrip.4", "text;stop;0");
        expect("rig__reasoning_tool_roundtrip__streaming.0", "thinking,call;tool_calls;0");
        expect("rig__reasoning_tool_roundtrip__streaming.1", "text;stop;0");
        expect("responses_surface_streaming_cap", "text;stop;0");
        expect("thinking_with_modified_history.0", "thinking,text;stop;0");
        expect("thinking_with_modified_history.2", "thinking,text;stop;0");
        expect("streaming_usage", "thinking,call;tool_calls;0");
        expect("wrapper.1.json", "call,call;tool_calls;0");
        expect("apply-patch", "opaque;stop;0");
        expect("custom-tool", "call;tool_calls;0");
        expect("github-copilot", "thinking,text;stop;0");
        expect("openai_compatible__reasoning_content_tool_roundtrip.0", "thinking,call;tool_calls;0");
        expect("openai_compatible__reasoning_content_tool_roundtrip.1", "text;stop;0");
    }

    @Test
    void errors_within_a_stream_are_told_by_their_code() {
        assertThat(failure(find("openai-error")).kind()).isEqualTo(FailureKind.QUOTA);
        assertThat(failure(find("rate_limit_flat")).kind()).isEqualTo(FailureKind.RATE_LIMIT);
    }

    @Test
    void a_malformed_stream_is_broken_and_the_same_well_formed_has_the_wrapped_calls() {
        String body = find(MALFORMED).body();

        StreamBroken failure = (StreamBroken) catchThrowable(() -> asked.answer(body));
        Reply mended = asked.answer(body.replace("\"metadata\":{}}\n", "\"metadata\":{}}}\n"));

        assertThat(failure.kind()).isEqualTo(FailureKind.PROTOCOL);
        assertThat(mended.message().toolCalls())
                .extracting(ToolCall::name)
                .containsExactly("weather", "cityAttractions");
        assertThat(mended.message().toolCalls())
                .extracting(ToolCall::id)
                .containsExactly("call_parallel_0", "call_parallel_1");
    }

    @Test
    void a_recording_that_is_cut_is_broken_or_lost_nothing() {
        cut(211);
    }

    @Test
    @Tag("fuzz")
    void a_recording_that_is_cut_anywhere_is_broken_or_lost_nothing() {
        cut(1);
    }

    private void cut(int step) {
        for (Recording recording : recordings) {
            byte[] body = recording.body().getBytes(StandardCharsets.UTF_8);
            Object whole = result(200, body);
            for (int end = 0; end < body.length; end += step) {
                Object result = result(200, Arrays.copyOf(body, end));

                boolean lostNothing = result instanceof Reply reply && reply.equals(whole);
                assertThat(lostNothing || result instanceof ModelException)
                        .as("%s cut at %d", recording.name(), end)
                        .isTrue();
            }
        }
    }

    @Test
    void what_is_no_response_is_no_reply() {
        assertThat(failure(find(COUNTED))).isInstanceOf(StreamBroken.class);
    }

    private void check(Recording recording) {
        Reply reply = asked.answer(recording.body());
        StringBuilder text = new StringBuilder();
        StringBuilder thinking = new StringBuilder();
        int calls = 0;
        for (JsonNode item : recording.output()) {
            if (item.path("type").asText().equals("reasoning")) {
                thinking.append(String.join("\n\n", item.path("summary").findValuesAsText("text")))
                        .append(String.join("\n\n", item.path("content").findValuesAsText("text")));
            } else {
                text.append(String.join("", item.path("content").findValuesAsText("text")));
            }
            calls += item.path("type").asText().endsWith("function_call") ? 1 : 0;
        }

        assertThat(reply.message().text()).isEqualTo(text.toString());
        assertThat(asked.textDeltas()).isEqualTo(text.toString());
        assertThat(asked.thinkingDeltas()).isEqualTo(thinking.toString());
        assertThat(reply.message().toolCalls()).hasSizeGreaterThanOrEqualTo(calls);
        assertThat(reply.message().toolCalls()).allMatch(ToolCall::isWhole);
        assertThat(reply.usage().total()).isPositive();
    }

    private void expect(String name, String shape) {
        Reply reply = asked.answer(find(name).body());
        StringBuilder found = new StringBuilder();
        for (Content block : reply.message().content()) {
            String kind = block instanceof Content.Thinking
                    ? "thinking"
                    : block instanceof ToolCall ? "call" : block instanceof Content.Opaque ? "opaque" : "text";
            found.append(found.length() == 0 ? "" : ",").append(kind);
        }
        found.append(';')
                .append(reply.stopReason())
                .append(';')
                .append(reply.usage().cacheRead());
        assertThat(found.toString()).as(name).isEqualTo(shape);
    }

    private ModelException failure(Recording recording) {
        return (ModelException) result(recording.status(), recording.body().getBytes(StandardCharsets.UTF_8));
    }

    private Object result(int status, byte[] body) {
        try {
            return asked.answer(status, new ByteArrayInputStream(body));
        } catch (ModelException e) {
            return e;
        }
    }

    private static Recording find(String name) {
        return recordings.stream()
                .filter(each -> each.name().contains(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no recording " + name));
    }
}
