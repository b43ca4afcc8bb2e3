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

/** Requests for responses read into prompts: the items that follow one another are one message of the assistant. */
final class ResponsesReader {

    private ResponsesReader() {}

    static Prompt prompt(JsonNode request) {
        Conversation conversation = new Conversation();
        conversation.system(request.path("instructions").asText(""));
        JsonNode input = request.path("input");
        if (input.isTextual()) {
            conversation.user(List.of(Content.text(input.asText())));
        }
        for (JsonNode item : input) {
            item(item, conversation);
        }
        List<ToolSpec> tools = new ArrayList<>();
        request.path("tools").forEach(tool -> Parts.tool(tool, tool.path("parameters"), tools));
        return conversation.prompt(tools, options(request));
    }

    private static void item(JsonNode item, Conversation to) {
        String type = item.path("type").asText("message");
        switch (type) {
            case "message" -> message(item, to);
            case "reasoning" ->
                to.say(Parts.sealed(
                        Parts.text(item.path("summary")), "encrypted_content", item.path("encrypted_content")));
            case "function_call" ->
                to.say(ToolCall.of(
                        item.path("call_id").asText(),
                        item.path("name").asText(),
                        Json.readObject(item.path("arguments").asText())));
            case "function_call_output" ->
                to.result(new ToolResult(item.path("call_id").asText(), Parts.content(item.path("output")), false));
            default -> to.say(new Content.Opaque("loopback", item));
        }
    }

    private static void message(JsonNode item, Conversation to) {
        String role = item.path("role").asText();
        JsonNode content = item.path("content");
        switch (role) {
            case "system", "developer" -> to.system(Parts.text(content));
            case "user" -> to.user(Parts.content(content));
            case "assistant" -> to.say(Content.text(Parts.text(content)));
            default -> throw new IllegalArgumentException("unknown role \"" + role + "\"");
        }
    }

    private static ModelOptions options(JsonNode request) {
        JsonNode schema = request.path("text").path("format").path("schema");
        return new ModelOptions(
                Parts.number(request.path("temperature")),
                Parts.integer(request.path("max_output_tokens")),
                Parts.word(request.path("reasoning").path("effort")),
                schema instanceof ObjectNode object ? object : null);
    }
}
