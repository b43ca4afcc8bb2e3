package dev.mimo.testing.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What real providers took and refused. */
@Tag("recordings")
final class WireRulesRecordingsIT {

    private static final Map<String, Vendor> VENDORS = Map.of(
            "anthropic", Vendor.STANDARD,
            "openai-chat", Vendor.STANDARD,
            "openai-responses", Vendor.STANDARD,
            "openai-compatible", Vendor.STANDARD,
            "deepseek", Vendor.DEEPSEEK,
            "zai-glm", Vendor.GLM,
            "xiaomi-mimo", Vendor.MIMO);

    @TestFactory
    Stream<DynamicTest> each_request_that_was_taken_meets_the_demands() throws IOException {
        try (Stream<Path> files = Files.walk(Recordings.folder())) {
            List<DynamicTest> tests = files.filter(WireRulesRecordingsIT::wasTaken)
                    .sorted()
                    .map(file -> DynamicTest.dynamicTest(
                            file.getFileName().toString(),
                            () -> assertThat(check(file)).isEmpty()))
                    .toList();
            assertThat(tests).hasSizeGreaterThan(40);
            return tests.stream();
        }
    }

    @Test
    void requests_that_were_refused_break_the_rule_that_the_provider_named() throws IOException {
        assertThat(check(Recordings.file("deepseek", "rejects_interleaved_function_calls.0.request")))
                .extracting(Violation::words)
                .contains("No tool output found for tool call call-a.");
        assertThat(check(Recordings.file("openai-responses", "thinking_with_modified_history.1.request")))
                .extracting(Violation::words)
                .containsExactly(
                        "Item 'rs_68c42de022c881948db7ed1cc2529f2e0202c9ad459e0d23' of type 'reasoning' was provided"
                                + " without its required following item.");
        assertThat(check(Recordings.file("anthropic", "top_level_one_of_is_rejected_for_tool_input.0.request")))
                .extracting(Violation::words)
                .containsExactly("tools.0.custom.input_schema.type: Field required");
    }

    private static List<Violation> check(Path file) throws IOException {
        ObjectNode request = (ObjectNode) Recordings.json(file);
        String url = meta(file).path("url").asText();
        Dialect dialect = url.isEmpty() ? Dialect.CHAT : Dialect.find(url);
        WireRules rules =
                WireRules.of(dialect, VENDORS.get(file.getParent().getFileName().toString()));
        return dialect.counts(url) ? rules.checkCount(request) : rules.check(request);
    }

    private static boolean wasTaken(Path file) {
        String name = file.getFileName().toString();
        String vendor = file.getParent().getFileName().toString();
        if (!name.endsWith(".request.json") || !VENDORS.containsKey(vendor) || name.contains("OpenRouter")) {
            return false;
        }
        try {
            JsonNode meta = meta(file);
            String url = meta.path("url").asText("/chat/completions");
            return meta.path("status").asInt(200) == 200 && Dialect.find(url) != null;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static JsonNode meta(Path file) throws IOException {
        Path meta = file.resolveSibling(file.getFileName().toString().replace(".request.json", ".meta.json"));
        return Files.exists(meta) ? Recordings.json(meta) : dev.mimo.model.Json.object();
    }
}
