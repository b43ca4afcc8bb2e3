package dev.mimo.testing.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.ModelOptions;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.StopReason;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.ToolSpec;
import dev.mimo.model.Usage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chat completions as a server sees them: requests into prompts, replies into answers. */
final class ChatWire {

    private ChatWire() {}

    /** Throws when the request could not stand before a real server. */
    static Prompt prompt(JsonNode body) {
        StringBuilder system = new StringBuilder();
        List<Message> messages = new ArrayList<>();
        List<ToolResult> results = new ArrayList<>();
        for (JsonNode message : body.path("messages")) {
            String role = message.path("role").asText();
            if (!role.equals("tool") && !results.isEmpty()) {
                messages.add(new Message.Tool(results));
                results = new ArrayList<>();
            }
            switch (role) {
                case "system", "developer" ->
                    system.append(system.length() == 0 ? "" : "\n\n").append(text(message.path("content")));
                case "user" -> messages.add(new Message.User(content(message.path("content")), null));
                case "assistant" -> messages.add(assistant(message));
                case "tool" ->
                    results.add(new ToolResult(
                            message.path("tool_call_id").asText(), content(message.path("content")), false));
                default -> throw new IllegalArgumentException("unknown role \"" + role + "\"");
            }
        }
        if (!results.isEmpty()) {
            messages.add(new Message.Tool(results));
        }
        return new Prompt(system.toString(), messages, tools(body.path("tools")), options(body));
    }

    /** The reply as one body. */
    static ObjectNode completion(String id, String model, Reply reply) {
        ObjectNode answer = frame("chat.completion", id, model);
        ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
        ObjectNode message = choice.putObject("message").put("role", "assistant");
        message.put("content", reply.message().text());
        String thinking = thinking(reply);
        if (!thinking.isEmpty()) {
            message.put("reasoning_content", thinking);
        }
        List<ToolCall> calls = reply.message().toolCalls();
        if (!calls.isEmpty()) {
            ArrayNode array = message.putArray("tool_calls");
            for (int i = 0; i < calls.size(); i++) {
                ObjectNode call = head(calls.get(i), i);
                ((ObjectNode) call.path("function")).put("arguments", arguments(calls.get(i)));
                array.add(call);
            }
        }
        choice.put("finish_reason", finish(reply));
        answer.set("usage", usage(reply.usage()));
        return answer;
    }

    /** A chunk with one field in its delta. */
    static ObjectNode chunk(String id, String model, String field, JsonNode value) {
        ObjectNode chunk = frame("chat.completion.chunk", id, model);
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.putObject("delta").set(field, value);
        choice.putNull("finish_reason");
        return chunk;
    }

    static ObjectNode finishChunk(String id, String model, Reply reply) {
        ObjectNode chunk = frame("chat.completion.chunk", id, model);
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.putObject("delta");
        choice.put("finish_reason", finish(reply));
        return chunk;
    }

    static ObjectNode usageChunk(String id, String model, Reply reply) {
        ObjectNode chunk = frame("chat.completion.chunk", id, model);
        chunk.putArray("choices");
        chunk.set("usage", usage(reply.usage()));
        return chunk;
    }

    /** The value of {@code tool_calls} for the beginning of a call. */
    static ArrayNode callBegins(ToolCall call, int index) {
        return Json.array().add(head(call, index));
    }

    /** The value of {@code tool_calls} for a piece of a call's arguments. */
    static ArrayNode callGoesOn(int index, String piece) {
        ObjectNode call = Json.object().put("index", index);
        call.putObject("function").put("arguments", piece);
        return Json.array().add(call);
    }

    static String arguments(ToolCall call) {
        String unparsed = call.unparsed();
        return unparsed == null ? Json.write(call.arguments()) : unparsed;
    }

    static String thinking(Reply reply) {
        StringBuilder text = new StringBuilder();
        for (Content block : reply.message().content()) {
            if (block instanceof Content.Thinking thinking) {
                text.append(thinking.text());
            }
        }
        return text.toString();
    }

    private static ObjectNode frame(String object, String id, String model) {
        return Json.object()
                .put("id", id)
                .put("object", object)
                .put("created", 0)
                .put("model", model);
    }

    private static ObjectNode head(ToolCall call, int index) {
        ObjectNode json = Json.object().put("index", index).put("id", call.id()).put("type", "function");
        json.putObject("function").put("name", call.name()).put("arguments", "");
        return json;
    }

    private static String finish(Reply reply) {
        return reply.stopReason().equals(StopReason.UNKNOWN)
                ? "stop"
                : reply.stopReason().value();
    }

    private static ObjectNode usage(Usage usage) {
        ObjectNode json = Json.object()
                .put("prompt_tokens", usage.prompt())
                .put("completion_tokens", usage.output())
                .put("total_tokens", usage.total());
        json.putObject("prompt_tokens_details")
                .put("cached_tokens", usage.cacheRead())
                .put("cache_write_tokens", usage.cacheWrite());
        json.putObject("completion_tokens_details").put("reasoning_tokens", usage.reasoning());
        return json;
    }

    private static Message assistant(JsonNode message) {
        List<Content> content = new ArrayList<>();
        String thinking = message.path("reasoning_content").asText("");
        if (!thinking.isEmpty()) {
            content.add(new Content.Thinking(thinking, null));
        }
        String text = text(message.path("content"));
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
        return new Message.Assistant(content, null, null);
    }

    private static List<Content> content(JsonNode json) {
        List<Content> content = new ArrayList<>();
        if (!json.isArray()) {
            content.add(Content.text(text(json)));
        }
        for (JsonNode part : json) {
            String url = part.path("image_url").path("url").asText("");
            int comma = url.indexOf(";base64,");
            if (url.startsWith("data:") && comma > 0) {
                content.add(new Content.Image(url.substring(5, comma), url.substring(comma + 8)));
            } else {
                content.add(Content.text(part.path("text").asText("")));
            }
        }
        return content;
    }

    private static String text(JsonNode content) {
        if (!content.isArray()) {
            return content.isNull() ? "" : content.asText("");
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            text.append(part.path("text").asText(""));
        }
        return text.toString();
    }

    private static List<ToolSpec> tools(JsonNode json) {
        List<ToolSpec> tools = new ArrayList<>();
        for (JsonNode tool : json) {
            JsonNode function = tool.path("function");
            if (function.path("parameters") instanceof ObjectNode schema) {
                tools.add(new ToolSpec(
                        function.path("name").asText(),
                        function.path("description").asText(""),
                        schema));
            }
        }
        return tools;
    }

    private static ModelOptions options(JsonNode body) {
        JsonNode cap = body.has("max_completion_tokens") ? body.path("max_completion_tokens") : body.path("max_tokens");
        JsonNode schema = body.path("response_format").path("json_schema").path("schema");
        return new ModelOptions(
                body.path("temperature").isNumber() ? body.path("temperature").asDouble() : null,
                cap.isInt() ? cap.asInt() : null,
                textOrNull(body.path("reasoning_effort")),
                schema instanceof ObjectNode object ? object : null);
    }

    private static @Nullable String textOrNull(JsonNode json) {
        return json.isTextual() ? json.asText() : null;
    }
}
