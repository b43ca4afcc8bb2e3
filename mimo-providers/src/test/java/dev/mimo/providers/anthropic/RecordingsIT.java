package dev.mimo.providers.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.ModelException;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.ToolCall;
import dev.mimo.model.Usage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Recorded traffic of real servers, which is kept beside the project and not in it. */
@Tag("recordings")
final class RecordingsIT {

    private static Recordings recordings;

    @BeforeAll
    static void find() {
        recordings = Recordings.find();
    }

    @TestFactory
    Stream<DynamicTest> each_recorded_answer_is_read_as_what_it_says() throws IOException {
        List<Path> answers = new ArrayList<>(recordings.in("anthropic"));
        answers.removeIf(file -> !isAnswer(file.getFileName().toString()));
        answers.add(recordings.file("xiaomi-mimo/mimo__anthropic_endpoint.response.json"));
        assertThat(answers).hasSizeGreaterThan(30);
        return answers.stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
    }

    private static boolean isAnswer(String name) {
        boolean counted = name.contains("count_tokens");
        return !counted && !name.endsWith(".request.json") && !name.endsWith(".meta.json");
    }

    private static void check(Path file) throws IOException {
        String body = Recordings.body(file);
        int status = Recordings.status(file);
        if (status != 200) {
            assertThat(catchThrowable(() -> Decoded.of(status, body)))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining(
                            Json.read(body).at("/error/message").asText().substring(0, 10));
            return;
        }
        Facts facts = Facts.of(body);
        Decoded decoded = Decoded.of(status, body);
        assertThat(decoded.text()).isEqualTo(facts.text.toString());
        assertThat(decoded.thinking()).isEqualTo(facts.thinking.toString());
        assertThat(decoded.reply.message().toolCalls())
                .extracting(ToolCall::arguments)
                .isEqualTo(facts.arguments());
        assertThat(decoded.reply.message().content().stream()
                        .filter(Content.Opaque.class::isInstance)
                        .count())
                .isEqualTo(facts.others);
        assertThat(decoded.reply.usage().output()).isPositive();
    }

    /** As the index of the recordings has it; calls are named, and cut ones would be told as such. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "parallel_tool_use_single_turn_nonstreaming.0 | text,lookup_harbor_label,lookup_orchard_label | tool_calls | 700,70",
                "parallel_tool_use_single_turn_nonstreaming.1 | text | stop | 846,26",
                "streaming_max_tokens_truncation.0 | thinking,text | length |",
                "terminal_followup_is_empty.0 | text,notify | tool_calls | 624,65",
                "terminal_followup_is_empty.1 | '' | stop | 707,2",
                "agent_stream_single_sequence.0 | text | stop |",
                "multi_tool_streaming.0 | text,add,multiply | tool_calls |",
                "multi_tool_streaming.1 | text | stop |",
                "can_have_a_basic_conversation.0 | text | stop |",
                "supports_streaming_responses.0 | text | stop |",
                "multiple_parallel_tool_calls.0 | text,retrieve_entity_info,retrieve_entity_info,retrieve_entity_info,retrieve_entity_info | tool_calls | 423,202",
                "thinking_part_stream.0 | thinking,text | stop | 43,282",
                "thinking_part_redacted_stream.0 | redacted,redacted,text | stop | 92,189",
                "opus_46_features_adaptive-thinking_.0 | text,thinking,text | stop | 31,30",
                "task_budget_adds_output_config_and_beta.0 | text | stop |",
                "anthropic-text | text | stop | 12,29",
                "anthropic-tool-no-args | text,updateIssueList | tool_calls | 602,93",
                "anthropic-refusal.chunks | '' | refusal | 18,5",
                "anthropic-refusal-no-details | '' | refusal | 18,5",
                "anthropic-clear-thinking.1 | thinking,text | stop | 69,53",
                "anthropic-message-delta-input-tokens | text | stop | 61,2",
                "claude-opus-5-reasoning-high.1 | thinking,text | stop |",
                "advisor-stop-reasons | server_tool_use,advisor_tool_result,server_tool_use,advisor_tool_result | stop | 10,20",
                "memory-20250818.1 | memory | tool_calls | 1614,69",
                "json-output-format.1 | text | stop | 313,305",
                "stream-a-refusal | thinking,text | refusal | 28,106",
                "stream-a-toolrefusal | server_tool_use,web_search_tool_result,text | refusal | 28,106",
                "stream-b-fallback | text | stop | 31,547"
            })
    void the_index_is_met(String name, String blocks, String reason, String tokens) throws IOException {
        Path file = recordings.in("anthropic").stream()
                .filter(each -> each.getFileName().toString().contains(name)
                        && isAnswer(each.getFileName().toString()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no recording " + name));

        Reply reply = Decoded.of(200, Recordings.body(file)).reply;

        assertThat(String.join(
                        ",",
                        reply.message().content().stream()
                                .map(RecordingsIT::kind)
                                .toList()))
                .isEqualTo(blocks);
        assertThat(reply.stopReason().value()).isEqualTo(reason);
        Usage usage = reply.usage();
        if (tokens != null) {
            assertThat(usage.input() + "," + usage.output()).isEqualTo(tokens);
        }
    }

    private static String kind(Content block) {
        if (block instanceof ToolCall call) {
            return call.isWhole() ? call.name() : "cut";
        }
        if (block instanceof Content.Opaque opaque) {
            return opaque.raw().path("type").asText();
        }
        if (block instanceof Content.Thinking thinking) {
            return Seal.findSignature(thinking.provider()) != null
                            || !thinking.text().isEmpty()
                    ? "thinking"
                    : "redacted";
        }
        return "text";
    }

    @ParameterizedTest
    @CsvSource({
        "anthropic__400_tool_use_without_tool_result.json, InvalidRequest",
        "anthropic__529_overloaded.json, Overloaded",
        "anthropic__overloaded_first_event.sse, Overloaded",
        "anthropic__overloaded_mid_stream.sse, Overloaded",
        "moonshot__400_missing_reasoning_content_anthropic_protocol.json, InvalidRequest"
    })
    void errors_that_were_observed_are_told_as_what_they_are(String name, String kind) throws IOException {
        Path file = recordings.file("observed-errors/" + name);
        boolean stream = name.endsWith(".sse");
        int status = stream ? 200 : Recordings.json(file).path("status").asInt();
        String body = stream
                ? Files.readString(file)
                : Recordings.json(file).path("body").toString();

        assertThat(catchThrowable(() -> Decoded.of(status, body)).getClass().getSimpleName())
                .isEqualTo(kind);
    }

    @Test
    void a_prompt_that_is_too_long_tells_by_how_much() throws IOException {
        Path file = recordings.in("anthropic", "context_length_exceeded", ".response.json");

        assertThat(catchThrowable(() -> Decoded.of(400, Recordings.body(file))))
                .isInstanceOfSatisfying(ModelException.ContextOverflow.class, overflow -> {
                    assertThat(overflow.limit()).isEqualTo(200_000);
                    assertThat(overflow.asked()).isEqualTo(3_333_404);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multi_tool_streaming",
                "test_multiple_parallel_tool_calls",
                "parallel_tool_use_single_turn_nonstreaming",
                "terminal_followup_is_empty"
            })
    void a_second_request_is_the_one_that_was_accepted(String name) throws IOException {
        RecordedRequest first = request(name + ".0.request");
        RecordedRequest second = request(name + ".1.request");
        Path answer = recordings.in("anthropic").stream()
                .filter(file -> file.getFileName().toString().contains(name + ".0.response"))
                .findFirst()
                .orElseThrow();
        Reply reply = Decoded.of(200, Recordings.body(answer)).reply;

        List<Message> conversation = List.of(
                first.user(0), new Message.Assistant(reply.message().content(), second.model(), null), second.user(2));

        assertThat(encoded(second, second.prompt(conversation))).isEqualTo(second.normal());
        assertThat(encoded(first, first.prompt(conversation.subList(0, 1)))).isEqualTo(first.normal());
    }

    @TestFactory
    Stream<DynamicTest> each_first_request_that_was_accepted_is_the_one_we_write() throws IOException {
        return recordings.in("anthropic").stream()
                .filter(file -> file.getFileName().toString().endsWith(".0.request.json") && isAccepted(file))
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                    RecordedRequest request = new RecordedRequest((ObjectNode) Recordings.json(file));
                    assertThat(encoded(request, request.prompt(List.of(request.user(0)))))
                            .isEqualTo(request.normal());
                }));
    }

    private static boolean isAccepted(Path request) {
        try {
            String name = request.getFileName().toString().replace(".request.json", ".meta.json");
            int status =
                    Recordings.json(request.resolveSibling(name)).path("status").asInt();
            return status == 200 && !name.contains("count_tokens");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_prompt_is_counted_by_the_request_that_was_accepted() throws IOException {
        RecordedRequest request = request("count_tokens_with_native_tools.0.request");
        Prompt prompt = request.prompt(List.of(request.user(0)));

        List<byte[]> body = new MessagesWire(request.model(), request.policy(), 10_000)
                .findCounting()
                .body()
                .apply(prompt);

        assertThat(read(body)).isEqualTo(request.normal());
    }

    private static RecordedRequest request(String name) throws IOException {
        return new RecordedRequest((ObjectNode) Recordings.json(recordings.in("anthropic", name, ".json")));
    }

    private static JsonNode encoded(RecordedRequest recorded, Prompt prompt) {
        MessagesWire wire = new MessagesWire(recorded.model(), recorded.policy(), 10_000);
        return new RecordedRequest(read(wire.encode(prompt))).normal();
    }

    private static ObjectNode read(List<byte[]> body) {
        StringBuilder text = new StringBuilder();
        body.forEach(piece -> text.append(new String(piece, StandardCharsets.UTF_8)));
        return Json.readObject(text.toString());
    }
}
