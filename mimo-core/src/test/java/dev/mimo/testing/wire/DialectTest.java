package dev.mimo.testing.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.ModelOptions;
import dev.mimo.model.Prompt;
import dev.mimo.model.ProviderData;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.ToolSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DialectTest {

    private static final ToolCall CALL = ToolCall.of("c1", "read", Json.object().put("path", "a"));
    private static final List<ToolSpec> TOOLS =
            List.of(new ToolSpec("read", "Reads", Json.object().put("type", "object")));

    @Test
    void the_end_of_a_path_tells_the_dialect() {
        assertThat(Dialect.find("/v1/chat/completions")).isEqualTo(Dialect.CHAT);
        assertThat(Dialect.find("/api/coding/paas/v4/chat/completions?x=1")).isEqualTo(Dialect.CHAT);
        assertThat(Dialect.find("/v1/responses")).isEqualTo(Dialect.RESPONSES);
        assertThat(Dialect.find("/anthropic/v1/messages")).isEqualTo(Dialect.MESSAGES);
        assertThat(Dialect.find("/v1/messages/count_tokens?beta=true")).isEqualTo(Dialect.MESSAGES);
        assertThat(Dialect.MESSAGES.counts("/v1/messages/count_tokens?beta=true"))
                .isTrue();
        assertThat(Dialect.MESSAGES.counts("/v1/messages")).isFalse();
        assertThat(Dialect.find("/v1/models")).isNull();
    }

    @Test
    void a_chat_request_is_read_into_the_prompt_it_came_of() {
        Prompt prompt = read(Dialect.CHAT, """
                {"model":"m","temperature":0.5,"max_completion_tokens":7,"reasoning_effort":"low",
                 "messages":[{"role":"system","content":"sys"},
                  {"role":"user","content":[{"type":"text","text":"hi"},
                   {"type":"image_url","image_url":{"url":"data:image/png;base64,AA=="}}]},
                  {"role":"assistant","content":null,"reasoning_content":"hm","tool_calls":[{"id":"c1","type":"function",
                   "function":{"name":"read","arguments":"{\\"path\\":\\"a\\"}"}}]},
                  {"role":"tool","tool_call_id":"c1","content":"text"},
                  {"role":"user","content":"more"}],
                 "tools":[{"type":"function","function":{"name":"read","description":"Reads",
                  "parameters":{"type":"object"}}}]}""");

        assertThat(prompt).isEqualTo(expected(null, new ModelOptions(0.5, 7, "low", null), false));
    }

    @Test
    void messages_are_read_into_the_prompt_they_came_of() {
        Prompt prompt = read(Dialect.MESSAGES, """
                {"model":"m","temperature":0.5,"max_tokens":7,"output_config":{"effort":"low"},
                 "system":[{"type":"text","text":"sys"}],
                 "messages":[{"role":"user","content":[{"type":"text","text":"hi"},
                   {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AA=="}}]},
                  {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"s"},
                   {"type":"tool_use","id":"c1","name":"read","input":{"path":"a"}}]},
                  {"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":"text","is_error":true},
                   {"type":"text","text":"more"}]}],
                 "tools":[{"name":"read","description":"Reads","input_schema":{"type":"object"}}]}""");

        assertThat(prompt).isEqualTo(expected("signature", new ModelOptions(0.5, 7, "low", null), true));
    }

    @Test
    void the_items_of_responses_are_read_into_the_prompt_they_came_of() {
        Prompt prompt = read(Dialect.RESPONSES, """
                {"model":"m","temperature":0.5,"max_output_tokens":7,"reasoning":{"effort":"low"},"instructions":"sys",
                 "input":[{"role":"user","content":[{"type":"input_text","text":"hi"},
                   {"type":"input_image","image_url":"data:image/png;base64,AA=="}]},
                  {"type":"reasoning","summary":[{"type":"summary_text","text":"hm"}],"encrypted_content":"s"},
                  {"type":"function_call","call_id":"c1","name":"read","arguments":"{\\"path\\":\\"a\\"}"},
                  {"type":"function_call_output","call_id":"c1","output":"text"},
                  {"type":"message","role":"user","content":"more"}],
                 "tools":[{"type":"function","name":"read","description":"Reads","parameters":{"type":"object"}}]}""");

        assertThat(prompt).isEqualTo(expected("encrypted_content", new ModelOptions(0.5, 7, "low", null), false));
    }

    @Test
    void what_no_prompt_can_hold_is_refused() {
        assertThatThrownBy(() -> read(Dialect.CHAT, "{\"messages\":[{\"role\":\"robot\",\"content\":\"x\"}]}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("robot");
    }

    private static Prompt read(Dialect dialect, String json) {
        return dialect.prompt(Json.readObject(json));
    }

    private static Prompt expected(String sealedBy, ModelOptions options, boolean failed) {
        ProviderData seal = sealedBy == null
                ? null
                : new ProviderData("loopback", Json.object().put(sealedBy, "s"));
        return new Prompt(
                "sys",
                List.of(
                        new Message.User(List.of(Content.text("hi"), new Content.Image("image/png", "AA==")), null),
                        Message.assistant(new Content.Thinking("hm", seal), CALL),
                        Message.tool(new ToolResult("c1", List.of(Content.text("text")), failed)),
                        Message.user("more")),
                TOOLS,
                options);
    }
}
