package dev.mimo.testing.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.Reply;
import dev.mimo.model.StopReason;
import dev.mimo.model.ToolCall;
import dev.mimo.model.Usage;
import dev.mimo.testing.wire.Dialect;
import dev.mimo.testing.wire.Recordings;
import dev.mimo.testing.wire.Vendor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Our streams beside real ones of the same kind: the same events in the same order with the same fields. */
@Tag("recordings")
final class AnswerRecordingsIT {

    /** Fields that come and go with the model, not with the dialect. */
    private static final String MODEL_DEPENDENT = " ?(\\.response\\.(tool_usage|reasoning\\.(context|mode)|tools)"
            + "|\\.response\\.usage\\.input_tokens_details\\.cache_write_tokens"
            + "|\\.choices\\[]\\.delta\\.refusal=null|\\.choices\\[]\\.logprobs=null|\\.system_fingerprint|[.a-z]*\\.stop_details=null"
            + "|\\.usage\\.output_tokens_details\\.thinking_tokens|[.a-z]*\\.inference_geo)[^ ]*";

    private static final Content.Thinking THOUGHT = new Content.Thinking("I think about it for a while.", null);
    private static final Content.Text TEXT = Content.text("What I have to say about it.");
    private static final ToolCall A = ToolCall.of("", "a", Json.object().put("city", "Kiel on the sea"));
    private static final ToolCall B = ToolCall.of("", "b", Json.object().put("city", "Rome on the hills"));

    @Test
    void chat_of_openai() throws IOException {
        same("openai-chat", "streaming_gpt41_parallel_agent.0.response", Dialect.CHAT, Vendor.STANDARD, calls(A, B));
        same("openai-chat", "reasoning_gpt5_nano_streaming_cap.0.response", Dialect.CHAT, Vendor.STANDARD, says(TEXT));
    }

    @Test
    void chat_of_deepseek() throws IOException {
        same(
                "deepseek",
                "reasoning_tool_roundtrip__streaming.0.response",
                Dialect.CHAT,
                Vendor.DEEPSEEK,
                calls(THOUGHT, A));
        same("deepseek", "supports_streaming_responses.0.response", Dialect.CHAT, Vendor.DEEPSEEK, says(TEXT));
    }

    @Test
    void chat_of_glm() throws IOException {
        same(
                "zai-glm",
                "CompatibleCommon_zai-glm-4-7-flash_multi_tool_streaming.0.response",
                Dialect.CHAT,
                Vendor.GLM,
                calls(THOUGHT, TEXT, A, B));
    }

    @Test
    void chat_of_mimo() throws IOException {
        same("xiaomi-mimo", "parallel_tool_calls.stream", Dialect.CHAT, Vendor.MIMO, calls(A, B));
        same("xiaomi-mimo", "thinking.stream", Dialect.CHAT, Vendor.MIMO, says(THOUGHT, TEXT));
    }

    @Test
    void chat_of_kimi() throws IOException {
        List<String> ours = Shapes.ofStream(stream(asked(Dialect.CHAT, Vendor.KIMI, Json.object()), says(TEXT)));
        List<String> theirs =
                Shapes.ofStream(Files.readString(Recordings.file("moonshot-kimi", "kimi-k2-turbo_terminal")));

        assertThat(ours.subList(ours.size() - 2, ours.size())).isEqualTo(theirs);
    }

    @Test
    void messages_of_anthropic() throws IOException {
        same("anthropic", "supports_streaming_responses.0.response", Dialect.MESSAGES, Vendor.STANDARD, says(TEXT));
        same(
                "anthropic",
                "sonnet-4_multi_tool_streaming.0.response",
                Dialect.MESSAGES,
                Vendor.STANDARD,
                calls(TEXT, A, B));
        same("anthropic", "thinking_part_stream.0.response", Dialect.MESSAGES, Vendor.STANDARD, says(THOUGHT, TEXT));
        same(
                "anthropic",
                "thinking_part_redacted_stream.0.response",
                Dialect.MESSAGES,
                Vendor.STANDARD,
                says(WireAnswer.redacted("x"), WireAnswer.redacted("y"), TEXT));
    }

    @Test
    void responses_of_openai() throws IOException {
        same(
                "openai-responses",
                "reasoning_tool_roundtrip__streaming.0.response",
                Dialect.RESPONSES,
                Vendor.STANDARD,
                calls(new Content.Thinking("", null), A));
        same(
                "openai-responses",
                "reasoning_tool_roundtrip__streaming.1.response",
                Dialect.RESPONSES,
                Vendor.STANDARD,
                says(TEXT));
    }

    private static void same(String vendor, String name, Dialect dialect, Vendor form, Reply reply) throws IOException {
        Path file = Recordings.file(vendor, name);
        Path request = file.resolveSibling(
                file.getFileName().toString().replaceAll("response\\.sse|stream\\.sse", "request.json"));
        ObjectNode asked = Files.exists(request) ? (ObjectNode) Recordings.json(request) : Json.object();

        List<String> ours = Shapes.ofStream(stream(asked(dialect, form, asked), reply));

        assertThat(withoutModel(ours)).as(name).isEqualTo(withoutModel(Shapes.ofStream(Files.readString(file))));
    }

    private static Asked asked(Dialect dialect, Vendor vendor, ObjectNode request) {
        return new Asked(dialect, vendor, request, 1, 0);
    }

    private static String stream(Asked asked, Reply reply) {
        StringBuilder text = new StringBuilder();
        for (WireEvent event : AnswerForm.of(asked).events(Sealing.seal(reply, asked), new Pieces())) {
            text.append(event.render("\n", 0));
        }
        return text.toString();
    }

    private static Reply says(Content... content) {
        return new Reply(Message.assistant(content), StopReason.STOP, usage(List.of(content)), null);
    }

    private static Reply calls(Content... content) {
        return new Reply(Message.assistant(content), StopReason.TOOL_CALLS, usage(List.of(content)), null);
    }

    /** Pings come as it happens; that there is one is seen in the golden streams. */
    private static List<String> withoutModel(List<String> shapes) {
        return shapes.stream()
                .filter(shape -> !shape.startsWith("ping"))
                .map(shape -> shape.replaceAll(MODEL_DEPENDENT, "").strip())
                .toList();
    }

    /** Providers tell of thinking and cache only where there were some. */
    private static Usage usage(List<Content> content) {
        boolean thinks = content.stream().anyMatch(Content.Thinking.class::isInstance);
        return new Usage(20, 30, thinks ? 10 : 0, 0, 0);
    }
}
