package dev.mimo.providers.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.ModelException;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.ToolCall;
import dev.mimo.testing.server.WireFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Recorded traffic of real servers, which is kept beside the project and not in it. */
@Tag("recordings")
final class RecordingsIT {

    private static final List<String> VENDORS =
            List.of("openai-compatible", "openai-chat", "deepseek", "moonshot-kimi", "zai-glm", "xiaomi-mimo");

    private static Path folder;
    private static Asked asked;

    @BeforeAll
    static void find() {
        Path above = Path.of("").toAbsolutePath();
        while (above != null && !Files.isDirectory(above.resolve("shared/provider-recordings"))) {
            above = above.getParent();
        }
        String named = System.getProperty("mimo.recordings");
        folder = named != null ? Path.of(named) : above == null ? null : above.resolve("shared/provider-recordings");
        assumeTrue(
                folder != null && Files.isDirectory(folder),
                "skipped: no ../shared/provider-recordings beside the project");
        asked = new Asked();
    }

    @AfterAll
    static void close() {
        if (asked != null) {
            asked.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> each_recorded_answer_is_read_as_what_it_says() throws IOException {
        return answers().stream()
                .map(file -> DynamicTest.dynamicTest(folder.relativize(file).toString(), () -> check(file)));
    }

    @Test
    void the_index_is_met_where_it_names_a_result() throws IOException {
        expect("deepseek", "reasoning_tool_roundtrip__streaming.0", "thinking,call;tool_calls;256");
        expect("deepseek", "reasoning_tool_roundtrip__streaming.1", "thinking,text;stop;384");
        expect("deepseek", "streaming_parallel_calls_keep_the_complete_one.0", "call,cut;length;384");
        expect("deepseek", "streaming_reasoner_truncated_call", "thinking,cut;length;384");
        expect("openai-chat", "streaming_gpt41_parallel_agent.0", "call,call;tool_calls;0");
        expect("openai-chat", "streaming_gpt41_zero_agent.0", "call;tool_calls;0");
        expect("openai-chat", "streaming_gpt41_low_agent.0", "cut;length;0");
        expect("openai-compatible", "vercel__xai-tool-call", "thinking,call;tool_calls;306");
        expect("openai-compatible", "vercel__anthropic-fallback-tool-call", "text,call;tool_calls;0");
        expect("zai-glm", "zai-glm-4-7-flash_tool_streaming.0", "thinking,text,call;tool_calls;172");
        expect("xiaomi-mimo", "parallel_tool_calls.stream", "call,call;tool_calls;");
    }

    private static void expect(String vendor, String name, String shape) throws IOException {
        Path file = answers().stream()
                .filter(each -> each.getParent().getFileName().toString().equals(vendor)
                        && each.toString().contains(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no recording " + name));
        Reply reply = asked.answer(stream(file));
        StringBuilder found = new StringBuilder();
        for (Content block : reply.message().content()) {
            String kind = block instanceof Content.Thinking
                    ? "thinking"
                    : block instanceof ToolCall call ? (call.isWhole() ? "call" : "cut") : "text";
            found.append(found.length() == 0 ? "" : ",").append(kind);
        }
        found.append(';')
                .append(reply.stopReason())
                .append(';')
                .append(reply.usage().cacheRead());
        assertThat(found.toString()).as(name).startsWith(shape);
    }

    private static void check(Path file) throws IOException {
        String body = stream(file);
        int status = status(file);
        if (status != 200) {
            asked.server.next(new WireFault.Status(status, Map.of(), body));
            Throwable refused = catchThrowable(() -> asked.model.reply(Prompt.of("", "x"), asked.call()));
            assertThat(refused).isInstanceOf(ModelException.class);
            assertThat(((ModelException) refused).failure().words()).isNotBlank();
            return;
        }
        Facts facts = facts(body);
        if (facts.error) {
            assertThat(catchThrowable(() -> asked.answer(body))).isInstanceOf(ModelException.class);
            return;
        }
        if (facts.isEmpty()) {
            assertThat(catchThrowable(() -> asked.answer(body))).isInstanceOf(ModelException.StreamBroken.class);
            return;
        }
        Reply reply = asked.answer(body);
        assertThat(reply.message().text()).isEqualTo(facts.text.toString());
        assertThat(asked.textDeltas()).isEqualTo(facts.text.toString());
        assertThat(asked.thinkingDeltas()).isEqualTo(facts.thinking.toString());
        assertThat(reply.message().toolCalls()).hasSize(facts.arguments.size());
        List<StringBuilder> arguments = List.copyOf(facts.arguments.values());
        for (int i = 0; i < arguments.size(); i++) {
            ToolCall call = reply.message().toolCalls().get(i);
            if (call.isWhole() && arguments.get(i).length() > 0) {
                assertThat(call.arguments())
                        .isEqualTo(Json.readObject(arguments.get(i).toString()));
            } else if (!call.isWhole()) {
                assertThat(call.unparsed()).isEqualTo(arguments.get(i).toString());
            }
        }
    }

    /** What a slow and simple reading finds in an answer. */
    private static final class Facts {
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder thinking = new StringBuilder();
        private final Map<Integer, StringBuilder> arguments = new TreeMap<>();
        private boolean error;

        boolean isEmpty() {
            return text.length() == 0 && thinking.length() == 0 && arguments.isEmpty();
        }
    }

    private static Facts facts(String body) throws IOException {
        Facts facts = new Facts();
        if (!body.strip().startsWith("{")) {
            for (String line : body.split("\r?\n")) {
                String data = line.startsWith("data:") ? line.substring(5).strip() : "";
                if (data.startsWith("{")) {
                    add(Json.mapper().readTree(data), "delta", facts);
                }
            }
        } else {
            add(Json.mapper().readTree(body), "message", facts);
        }
        return facts;
    }

    private static void add(JsonNode chunk, String field, Facts facts) {
        facts.error |= chunk.hasNonNull("error");
        JsonNode said = chunk.path("choices").path(0).path(field);
        facts.text.append(string(said, "content")).append(string(said, "refusal"));
        String thought = string(said, "reasoning_content");
        facts.thinking.append(thought.isEmpty() ? string(said, "reasoning") : thought);
        for (JsonNode call : said.path("tool_calls")) {
            int index = call.path("index").asInt(field.equals("message") ? facts.arguments.size() : 0);
            facts.arguments
                    .computeIfAbsent(index, i -> new StringBuilder())
                    .append(string(call.path("function"), "arguments"));
        }
    }

    private static String string(JsonNode object, String field) {
        return object.path(field).isTextual() ? object.path(field).asText() : "";
    }

    private static List<Path> answers() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file ->
                            VENDORS.contains(file.getParent().getFileName().toString()))
                    .filter(RecordingsIT::isChatAnswer)
                    .sorted()
                    .toList();
        }
    }

    private static boolean isChatAnswer(Path file) {
        String name = file.getFileName().toString();
        boolean answer = name.endsWith(".sse")
                || name.endsWith(".chunks.txt")
                || name.endsWith(".response.json")
                || (name.startsWith("vercel__") && name.endsWith(".json"));
        if (!answer || name.contains("anthropic_endpoint") || name.contains("models.response")) {
            return false;
        }
        try {
            return !Files.readString(file).contains("\"object\":\"response\"")
                    && !name.contains("rejects_interleaved")
                    && !url(file).endsWith("/responses");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String stream(Path file) throws IOException {
        String text = Files.readString(file);
        if (!file.toString().endsWith(".chunks.txt")) {
            return text;
        }
        StringBuilder stream = new StringBuilder();
        text.lines()
                .filter(line -> !line.isBlank())
                .forEach(line -> stream.append("data: ").append(line).append("\n\n"));
        return stream.append("data: [DONE]\n\n").toString();
    }

    private static int status(Path file) throws IOException {
        return meta(file).path("status").asInt(200);
    }

    private static String url(Path file) throws IOException {
        return meta(file).path("url").asText("");
    }

    private static JsonNode meta(Path file) throws IOException {
        String name = file.getFileName().toString().replaceAll("\\.response\\.(sse|json)$", ".meta.json");
        Path meta = file.resolveSibling(name);
        return name.endsWith(".meta.json") && Files.exists(meta) ? Json.read(Files.readString(meta)) : Json.object();
    }
}
