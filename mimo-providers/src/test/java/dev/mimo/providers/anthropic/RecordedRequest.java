package dev.mimo.providers.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.ModelOptions;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prompt;
import dev.mimo.model.ToolResult;
import dev.mimo.model.ToolSpec;
import dev.mimo.providers.policy.Caching;
import dev.mimo.providers.policy.EndpointPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A request that a real server accepted: what it asks as a prompt and a policy, and its own form without what is free. */
record RecordedRequest(ObjectNode json) {

    private static final Set<String> ASKED =
            Set.of("model", "max_tokens", "messages", "system", "tools", "stream", "tool_choice", "temperature");

    ModelRef model() {
        return ModelRef.of("anthropic", json.path("model").asText());
    }

    /** The plain policy, marking where the request does, with those of its fields that we know nothing of. */
    EndpointPolicy policy() {
        boolean marks = !json.findValues("cache_control").isEmpty();
        return Decoded.PLAIN
                .withCaching(new Caching(marks, null))
                .withExtra(json.deepCopy().remove(ASKED));
    }

    /** What it asks, with these messages. */
    Prompt prompt(List<Message> messages) {
        StringBuilder system = new StringBuilder(
                json.path("system").isTextual() ? json.path("system").asText() : "");
        json.path("system").forEach(block -> system.append(block.path("text").asText()));
        List<ToolSpec> tools = new ArrayList<>();
        json.path("tools")
                .forEach(tool -> tools.add(new ToolSpec(
                        tool.path("name").asText(), tool.path("description").asText(), (ObjectNode)
                                tool.path("input_schema"))));
        Integer cap = json.has("max_tokens") ? json.path("max_tokens").asInt() : null;
        return new Prompt(
                system.toString(), messages, tools, ModelOptions.defaults().withMaxOutputTokens(cap));
    }

    /** The user's message at a place: words, or results. */
    Message user(int index) {
        List<Content> words = new ArrayList<>();
        List<ToolResult> results = new ArrayList<>();
        for (JsonNode block : normal().at("/messages/" + index + "/content")) {
            if (block.path("type").asText().equals("tool_result")) {
                String text = block.at("/content/0/text").asText();
                results.add(new ToolResult(
                        block.path("tool_use_id").asText(), List.of(Content.text(text)), block.has("is_error")));
            } else {
                words.add(Content.text(block.path("text").asText()));
            }
        }
        return results.isEmpty() ? new Message.User(words, null) : new Message.Tool(results);
    }

    /**
     * The request without what makes no difference: whether it streams, that the model may choose its tools, that a result is
     * no error, marks on tools; and with a text that stands alone as the list of blocks it stands for.
     */
    JsonNode normal() {
        ObjectNode normal = json.deepCopy();
        normal.remove(List.of("stream", "tool_choice"));
        normal.path("tools").forEach(tool -> ((ObjectNode) tool).remove("cache_control"));
        asBlocks(normal, "system");
        for (JsonNode message : normal.path("messages")) {
            asBlocks((ObjectNode) message, "content");
            for (JsonNode block : message.path("content")) {
                asBlocks((ObjectNode) block, "content");
                if (!block.path("is_error").asBoolean()) {
                    ((ObjectNode) block).remove("is_error");
                }
            }
        }
        return normal;
    }

    private static void asBlocks(ObjectNode holder, String field) {
        if (holder.path(field).isTextual()) {
            ArrayNode blocks = Json.array();
            blocks.addObject()
                    .put("type", "text")
                    .put("text", holder.path(field).asText());
            holder.set(field, blocks);
        }
    }
}
