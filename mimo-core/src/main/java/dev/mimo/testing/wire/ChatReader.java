package dev.mimo.testing.wire;

import com.fasterxml.jackson.databind.JsonNode;
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

/** Requests for chat completions read into prompts. */
final class ChatReader {

    private ChatReader() {}

    static Prompt prompt(JsonNode request) {
        Conversation conversation = new Conversation();
        for (JsonNode message : request.path("messages")) {
            String role = message.path("role").asText();
            switch (role) {
                case "system", "developer" -> conversation.system(Parts.text(message.path("content")));
                case "user" -> conversation.user(Parts.content(message.path("content")));
                case "assistant" -> conversation.assistant(assistant(message));
                case "tool" ->
                    conversation.result(new ToolResult(
                            message.path("tool_call_id").asText(), Parts.content(message.path("content")), false));
                default -> throw new IllegalArgumentException("unknown role \"" + role + "\"");
            }
        }
        return conversation.prompt(tools(request.path("tools")), options(request));
    }

    private static List<Content> assistant(JsonNode message) {
        List<Content> content = new ArrayList<>();
        String thinking = message.path("reasoning_content").asText("");
        if (!thinking.isEmpty()) {
            content.add(new Content.Thinking(thinking, null));
        }
        String text = Parts.text(message.path("content"));
        if (!text.isEmpty()) {
            content.add(Content.text(text));
        }
        for (JsonNode call : message.path("tool_calls")) {
            JsonNode function = call.path("function");
            content.add(ToolCall.of(
                    call.path("id").asText(),
                    function.path("name").asText(),
                    Json.readObject(function.path("arguments").asText())));
        }
        return content;
    }

    private static List<ToolSpec> tools(JsonNode json) {
        List<ToolSpec> tools = new ArrayList<>();
        for (JsonNode tool : json) {
            JsonNode function = tool.path("function");
            Parts.tool(function, function.path("parameters"), tools);
        }
        return tools;
    }

    private static ModelOptions options(JsonNode request) {
        JsonNode cap = request.has("max_completion_tokens")
                ? request.path("max_completion_tokens")
                : request.path("max_tokens");
        JsonNode schema = request.path("response_format").path("json_schema").path("schema");
        return new ModelOptions(
                Parts.number(request.path("temperature")),
                Parts.integer(cap),
                Parts.word(request.path("reasoning_effort")),
                schema instanceof ObjectNode object ? object : null);
    }
}
