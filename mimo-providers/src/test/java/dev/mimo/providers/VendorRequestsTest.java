package dev.mimo.providers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.ModelOptions;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prompt;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.ToolSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each vendor is sent, field for field. */
final class VendorRequestsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        deepseek:deepseek-v4-flash | | {}
        deepseek:deepseek-v4-flash | none | {"thinking":{"type":"disabled"}}
        deepseek:deepseek-v4-flash | low | {"thinking":{"type":"enabled"},"reasoning_effort":"low"}
        deepseek:deepseek-v4-pro | low | {"thinking":{"type":"enabled"},"reasoning_effort":"high"}
        deepseek:deepseek-v4-pro | max | {"thinking":{"type":"enabled"},"reasoning_effort":"max"}
        deepseek:deepseek-v4-pro | odd | {}
        deepseek:deepseek-chat | high | {}
        kimi:kimi-k2.6 | | {}
        kimi:kimi-k2.6 | none | {"thinking":{"type":"disabled"}}
        kimi:kimi-k2.6 | high | {"thinking":{"type":"enabled"}}
        kimi:kimi-k2.7-code | none | {"thinking":{"type":"enabled"}}
        glm:glm-5.2 | | {"thinking":{"type":"enabled","clear_thinking":false},"tool_stream":true}
        glm:glm-5.2 | none | {"thinking":{"type":"disabled"},"tool_stream":true}
        glm:glm-5.2 | high | {"thinking":{"type":"enabled","clear_thinking":false},"reasoning_effort":"high","tool_stream":true}
        glm:glm-4.7 | high | {"thinking":{"type":"enabled","clear_thinking":false},"tool_stream":true}
        mimo:mimo-v2.5 | | {}
        mimo:mimo-v2.5 | none | {"thinking":{"type":"disabled"}}
        mimo:mimo-v2.5-pro | max | {"thinking":{"type":"enabled"},"reasoning_effort":"high"}
        mimo:mimo-v2.5-pro | minimal | {}
        openai:gpt-5.2 | high | {"reasoning_effort":"high"}
        openai:gpt-4.1 | high | {}
        """)
    void how_hard_to_think_is_said_in_the_vendors_own_fields(String spec, String effort, String fields) {
        JsonNode body = body(spec, effort(effort));

        assertThat(without(body, "model", "stream", "stream_options", "messages"))
                .isEqualTo(Json.read(fields));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        anthropic:claude-opus-5 | | {}
        anthropic:claude-opus-5 | xhigh | {"thinking":{"type":"adaptive"},"output_config":{"effort":"xhigh"}}
        anthropic:claude-sonnet-4-6 | xhigh | {"thinking":{"type":"adaptive"},"output_config":{"effort":"max"}}
        anthropic:claude-haiku-4-5 | high | {"thinking":{"type":"enabled","budget_tokens":16000}}
        anthropic:claude-unknown-1 | high | {}
        """)
    void claude_thinks_adaptively_or_with_a_budget(String spec, String effort, String fields) {
        JsonNode body = body(spec, effort(effort));

        assertThat(without(body, "model", "stream", "max_tokens", "messages")).isEqualTo(Json.read(fields));
    }

    @ParameterizedTest
    @CsvSource({
        "openai:gpt-5.2, max_completion_tokens, , json_schema",
        "openai:gpt-4.1, max_completion_tokens, 1.8, json_schema",
        "deepseek:deepseek-v4-pro, max_tokens, 1.8, json_object",
        "kimi:kimi-k2.6, max_completion_tokens, , json_object",
        "glm:glm-5.2, max_tokens, 1, json_object",
        "mimo:mimo-v2.5, max_completion_tokens, 1.5, json_object"
    })
    void limit_temperature_and_form_of_the_answer_are_as_the_vendor_takes_them(
            String spec, String cap, Double temperature, String form) {
        JsonNode body = body(spec, new ModelOptions(1.8, 77, null, Json.object().put("type", "object")));

        assertThat(body.path(cap).asInt()).isEqualTo(77);
        assertThat(body.at("/response_format/type").asText()).isEqualTo(form);
        assertThat(body.has("tool_choice")).isFalse();
        assertThat(body.has("n")).isFalse();
        if (temperature == null) {
            assertThat(body.has("temperature")).isFalse();
        } else {
            assertThat(body.path("temperature").asDouble()).isEqualTo(temperature);
        }
    }

    @Test
    void thinking_with_calls_goes_back_to_the_one_that_thought_it() {
        String[] vendors = {"deepseek:deepseek-v4-pro", "kimi:kimi-k2.6", "glm:glm-5.2", "mimo:mimo-v2.5"};
        for (String spec : vendors) {
            JsonNode messages =
                    Encoded.of(spec, null, conversation(ModelRef.parse(spec))).path("messages");

            assertThat(messages.at("/1/reasoning_content").asText()).as(spec).isEqualTo(" because\n");
            assertThat(messages.at("/1/tool_calls")).as(spec).hasSize(1);
            boolean always = spec.startsWith("glm");
            assertThat(messages.at("/3").has("reasoning_content")).as(spec).isEqualTo(always);
        }
    }

    @ParameterizedTest
    @CsvSource({"deepseek:deepseek-v4-pro, ''", "kimi:kimi-k2.6, ' '", "mimo:mimo-v2.5, ' '"})
    void a_turn_with_calls_of_somebody_else_has_what_the_vendor_takes_for_thinking(String spec, String placeholder) {
        JsonNode messages =
                Encoded.of(spec, null, conversation(ModelRef.of("other", "m"))).path("messages");

        assertThat(messages.at("/1/reasoning_content").textValue()).isEqualTo(placeholder);
    }

    @Test
    void schemas_are_sent_in_the_form_that_moonshot_takes() {
        ToolSpec tool = new ToolSpec("t", "T", Json.readObject("""
                {"type": "object", "properties": {"a": {"type": "string", "anyOf": [{"minLength": 1}, {"const": ""}]}}}"""));
        Prompt prompt = new Prompt("", List.of(Message.user("x")), List.of(tool), ModelOptions.defaults());

        JsonNode a = Encoded.of("kimi:kimi-k2.6", null, prompt).at("/tools/0/function/parameters/properties/a");

        assertThat(a.has("type")).isFalse();
        assertThat(a.at("/anyOf/0/type").asText()).isEqualTo("string");
    }

    @Test
    void a_picture_for_a_model_that_sees_none_becomes_a_text() {
        for (Dialect dialect : new Dialect[] {Dialect.OPENAI_CHAT, Dialect.ANTHROPIC}) {
            String body = Encoded.of("mimo:mimo-v2.5-pro", dialect, Histories.withImages())
                    .toString();

            assertThat(body).contains("a picture (image/png) stood here").doesNotContain(Histories.PICTURE);
        }
        assertThat(Encoded.of("mimo:mimo-v2.5", null, Histories.withImages()).toString())
                .contains(Histories.PICTURE);
    }

    private static ModelOptions effort(String word) {
        return ModelOptions.defaults().withEffort(word);
    }

    private static JsonNode body(String spec, ModelOptions options) {
        Dialect dialect = spec.startsWith("openai:") ? Dialect.OPENAI_CHAT : null;
        return Encoded.of(spec, dialect, new Prompt("", List.of(Message.user("x")), List.of(), options));
    }

    private static JsonNode without(JsonNode body, String... fields) {
        return body.<com.fasterxml.jackson.databind.node.ObjectNode>deepCopy().without(List.of(fields));
    }

    private static Prompt conversation(ModelRef author) {
        ToolCall call = ToolCall.of("c1", "read", Json.object());
        return new Prompt(
                "",
                List.of(
                        Message.user("x"),
                        new Message.Assistant(List.of(new Content.Thinking(" because\n", null), call), author, null),
                        Message.tool(ToolResult.of(call, "text")),
                        new Message.Assistant(
                                List.of(new Content.Thinking("so", null), Content.text("done")), author, null),
                        Message.user("y")),
                List.of(),
                ModelOptions.defaults());
    }
}
