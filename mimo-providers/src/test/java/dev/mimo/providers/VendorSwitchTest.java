package dev.mimo.providers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.ModelRef;
import dev.mimo.providers.policy.ToolRules.Images;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A session goes on with another model: what is sent to it keeps to its rules, whoever spoke before. */
final class VendorSwitchTest {

    private record Speaker(String spec, Dialect dialect) {

        ModelRef ref() {
            return ModelRef.parse(spec);
        }

        ModelServer server() {
            return Objects.requireNonNull(new StandardModels(Map.of()).findServer(ref(), dialect));
        }
    }

    private static final List<Speaker> SPEAKERS = List.of(
            new Speaker("openai:gpt-5.2", Dialect.OPENAI_RESPONSES),
            new Speaker("openai:gpt-5.2", Dialect.OPENAI_CHAT),
            new Speaker("anthropic:claude-opus-5", Dialect.ANTHROPIC),
            new Speaker("deepseek:deepseek-v4-pro", Dialect.OPENAI_CHAT),
            new Speaker("deepseek:deepseek-v4-pro", Dialect.ANTHROPIC),
            new Speaker("kimi:kimi-k2.6", Dialect.OPENAI_CHAT),
            new Speaker("kimi:kimi-for-coding", Dialect.ANTHROPIC),
            new Speaker("glm:glm-5.2", Dialect.OPENAI_CHAT),
            new Speaker("glm:glm-5.2", Dialect.ANTHROPIC),
            new Speaker("mimo:mimo-v2.5", Dialect.OPENAI_CHAT),
            new Speaker("mimo:mimo-v2.5-pro", Dialect.ANTHROPIC),
            new Speaker("openai-compatible:qwen3@http://localhost:1/v1", Dialect.OPENAI_CHAT));

    static List<Arguments> pairs() {
        List<Arguments> pairs = new ArrayList<>();
        for (Speaker first : SPEAKERS) {
            SPEAKERS.forEach(second -> pairs.add(Arguments.of(first, second)));
        }
        return pairs;
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void the_conversation_stays_valid(Speaker first, Speaker second) {
        ModelServer server = second.server();
        ModelRef author = server.facts().ref();
        ObjectNode body = Encoded.of(
                server, Histories.switched(first.server().facts().ref(), first.dialect, author, second.dialect));

        switch (second.dialect) {
            case OPENAI_CHAT -> chat(body, second);
            case ANTHROPIC -> messages(body, second);
            case OPENAI_RESPONSES -> items(body);
        }
        if (!first.ref().provider().equals(second.ref().provider())) {
            assertThat(body.toString()).doesNotContain("of the first");
        }
        boolean sees = server.policy().tools().images() != Images.NEVER;
        assertThat(body.toString().contains(Histories.PICTURE)).isEqualTo(sees);
    }

    private static void chat(ObjectNode body, Speaker speaker) {
        String vendor = speaker.ref().provider();
        boolean demandsThinking = Set.of("deepseek", "kimi", "mimo").contains(vendor);
        List<String> open = new ArrayList<>();
        for (JsonNode message : body.path("messages")) {
            String role = message.path("role").asText();
            if (role.equals("tool")) {
                assertThat(message.path("tool_call_id").asText()).isEqualTo(open.remove(0));
                assertThat(message.path("content").asText()).isNotEmpty();
                continue;
            }
            assertThat(open).as("results before the next message").isEmpty();
            for (JsonNode call : message.path("tool_calls")) {
                open.add(call.path("id").asText());
                assertThat(call.at("/function/name").asText()).matches("[A-Za-z0-9_-]{1,64}");
                assertThat(call.at("/function/arguments").asText()).startsWith("{");
            }
            if (!open.isEmpty() && demandsThinking) {
                JsonNode thinking = message.path("reasoning_content");
                assertThat(thinking.isTextual()).isTrue();
                assertThat(vendor.equals("deepseek") || !thinking.asText().isEmpty())
                        .isTrue();
            }
        }
        assertThat(open).isEmpty();
        if (demandsThinking) {
            assertThat(body.findValuesAsText("reasoning_content")).contains("thought of the second");
        }
        assertThat(body.has("tool_choice")).isFalse();
    }

    private static void messages(ObjectNode body, Speaker speaker) {
        boolean signed = speaker.ref().provider().equals("anthropic");
        String before = "assistant";
        Set<String> open = new HashSet<>();
        for (JsonNode message : body.path("messages")) {
            String role = message.path("role").asText();
            assertThat(role).as("the sides take turns").isNotEqualTo(before);
            before = role;
            boolean onlyResultsSoFar = true;
            for (JsonNode block : message.path("content")) {
                String type = block.path("type").asText();
                if (type.equals("tool_result")) {
                    assertThat(onlyResultsSoFar).as("results come first").isTrue();
                    assertThat(open.remove(block.path("tool_use_id").asText())).isTrue();
                } else {
                    onlyResultsSoFar = false;
                }
                if (type.equals("tool_use")) {
                    assertThat(block.path("id").asText()).matches("[A-Za-z0-9_-]{1,64}");
                    assertThat(block.path("input").isObject()).isTrue();
                    open.add(block.path("id").asText());
                }
                if (type.equals("thinking") && signed) {
                    assertThat(block.path("signature").asText()).startsWith("seal on ");
                } else if (type.equals("thinking")) {
                    assertThat(block.path("signature").isTextual()).isTrue();
                }
            }
            assertThat(role.equals("assistant") || open.isEmpty()).isTrue();
        }
        assertThat(body.findValuesAsText("thinking")).contains("thought of the second");
        assertThat(body.path("max_tokens").asInt()).isPositive();
        assertThat(body.findValues("cache_control")).hasSize(signed ? 4 : 0);
    }

    private static void items(ObjectNode body) {
        Set<String> open = new HashSet<>();
        for (JsonNode item : body.path("input")) {
            String type = item.path("type").asText("message");
            switch (type) {
                case "function_call" -> open.add(item.path("call_id").asText());
                case "function_call_output" ->
                    assertThat(open.remove(item.path("call_id").asText())).isTrue();
                case "reasoning" ->
                    assertThat(item.path("encrypted_content").asText()).startsWith("seal on ");
                default ->
                    assertThat(open).as("outputs before the next message").isEmpty();
            }
            assertThat(item.has("id") && !type.equals("server_tool_use")).isFalse();
        }
        assertThat(open).isEmpty();
        assertThat(body.findValuesAsText("encrypted_content")).contains("seal on thought of the second");
        assertThat(body.path("store").asBoolean(true)).isFalse();
    }
}
