package dev.mimo.testing.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.ModelOptions;
import dev.mimo.model.Prompt;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.ToolSpec;
import java.util.ArrayList;
import java.util.List;

/** Requests in the messages dialect read into prompts. */
final class MessagesReader {

    private MessagesReader() {}

    static Prompt prompt(JsonNode request) {
        Conversation conversation = new Conversation();
        JsonNode system = request.path("system");
        if (system.isArray()) {
            system.forEach(block -> conversation.system(block.path("text").asText("")));
        } else {
            conversation.system(system.asText(""));
        }
        for (JsonNode message : request.path("messages")) {
            String role = message.path("role").asText();
            switch (role) {
                case "user" -> user(message.path("content"), conversation);
                case "assistant" -> conversation.assistant(assistant(message.path("content")));
                default -> throw new IllegalArgumentException("unknown role \"" + role + "\"");
            }
        }
        List<ToolSpec> tools = new ArrayList<>();
        request.path("tools").forEach(tool -> Parts.tool(tool, tool.path("input_schema"), tools));
        return conversation.prompt(tools, options(request));
    }

    private static void user(JsonNode content, Conversation to) {
        ArrayNode words = Json.array();
        for (JsonNode block : content) {
            if (block.path("type").asText().equals("tool_result")) {
                to.result(new ToolResult(
                        block.path("tool_use_id").asText(),
                        Parts.content(block.path("content")),
                        block.path("is_error").asBoolean()));
            } else {
                words.add(block);
            }
        }
        if (!content.isArray() || !words.isEmpty()) {
            to.user(Parts.content(content.isArray() ? words : content));
        }
    }

    private static List<Content> assistant(JsonNode content) {
        List<Content> said = new ArrayList<>();
        if (!content.isArray()) {
            said.add(Content.text(content.asText()));
        }
        for (JsonNode block : content) {
            said.add(
                    switch (block.path("type").asText()) {
                        case "text" -> Content.text(block.path("text").asText());
                        case "thinking" ->
                            Parts.sealed(block.path("thinking").asText(), "signature", block.path("signature"));
                        case "redacted_thinking" -> Parts.sealed("", "data", block.path("data"));
                        case "tool_use" ->
                            ToolCall.of(
                                    block.path("id").asText(),
                                    block.path("name").asText(),
                                    input(block.path("input")));
                        default -> new Content.Opaque("loopback", block);
                    });
        }
        return said;
    }

    private static ObjectNode input(JsonNode input) {
        return input instanceof ObjectNode object ? object : Json.object();
    }

    private static ModelOptions options(JsonNode request) {
        JsonNode output = request.path("output_config");
        JsonNode schema = output.path("format").path("schema");
        return new ModelOptions(
                Parts.number(request.path("temperature")),
                Parts.integer(request.path("max_tokens")),
                Parts.word(output.path("effort")),
                schema instanceof ObjectNode object ? object : null);
    }
}
