package dev.mimo.testing.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mimo.model.Json;
import dev.mimo.model.StopReason;
import dev.mimo.model.ToolCall;
import dev.mimo.model.Usage;
import org.jspecify.annotations.Nullable;

/** What stands around the items of a response, and the items as they begin. Numbers the events of one answer. */
final class ResponsesFrame {

    private final Asked asked;
    private int sequence;

    ResponsesFrame(Asked asked) {
        this.asked = asked;
    }

    int next() {
        return sequence++;
    }

    static String status(StopReason reason) {
        boolean cut = reason.equals(StopReason.LENGTH) || reason.equals(StopReason.CONTENT_FILTER);
        return cut ? "incomplete" : "completed";
    }

    /** The response object, which repeats much of its request; {@code usage} is null until it is over. */
    ObjectNode response(String status, ArrayNode output, @Nullable Usage usage) {
        ObjectNode json = Json.object()
                .put("id", asked.id())
                .put("object", "response")
                .put("created_at", 0)
                .put("status", status)
                .put("background", false)
                .put("completed_at", usage == null ? null : Integer.valueOf(0));
        json.putNull("error").putNull("incomplete_details");
        repeat(json, "instructions", NullNode.instance);
        repeat(json, "max_output_tokens", NullNode.instance);
        json.putNull("max_tool_calls").put("model", asked.model());
        json.set("output", output.deepCopy());
        json.put("parallel_tool_calls", true).put("frequency_penalty", 0.0).put("presence_penalty", 0.0);
        json.putNull("previous_response_id").putNull("moderation");
        repeat(json, "prompt_cache_key", NullNode.instance);
        json.put("prompt_cache_retention", "24h");
        merge(json, "reasoning", Json.object().putNull("effort").putNull("summary"));
        json.putNull("safety_identifier").put("service_tier", usage == null ? "auto" : "default");
        repeat(json, "store", BooleanNode.TRUE);
        repeat(json, "temperature", Json.mapper().valueToTree(1.0));
        ObjectNode text = Json.object();
        text.putObject("format").put("type", "text");
        merge(json, "text", text.put("verbosity", "medium"));
        repeat(json, "tool_choice", TextNode.valueOf("auto"));
        repeat(json, "tools", Json.array());
        json.put("top_logprobs", 0).put("top_p", 1.0).put("truncation", "disabled");
        json.set("usage", usage == null ? NullNode.instance : usage(usage));
        json.putNull("user");
        json.putObject("metadata");
        return json;
    }

    /** Encrypted only when the request wants it included. */
    ObjectNode reasoning(int index, @Nullable String signature, @Nullable String redacted) {
        ObjectNode item = Json.object().put("id", asked.itemId("rs", index)).put("type", "reasoning");
        item.putArray("summary");
        item.putArray("content");
        String sealed = signature == null ? redacted : signature;
        return item.put("encrypted_content", includesEncrypted() ? sealed : null);
    }

    ObjectNode message(int index) {
        ObjectNode item = Json.object()
                .put("id", asked.itemId("msg", index))
                .put("type", "message")
                .put("status", "in_progress")
                .put("role", "assistant");
        item.putArray("content");
        return item;
    }

    ObjectNode call(int index, ToolCall call) {
        return Json.object()
                .put("id", asked.itemId("fc", index))
                .put("type", "function_call")
                .put("status", "in_progress")
                .put("arguments", "")
                .put("call_id", call.id())
                .put("name", call.name());
    }

    private boolean includesEncrypted() {
        for (JsonNode what : asked.request().path("include")) {
            if (what.asText().equals("reasoning.encrypted_content")) {
                return true;
            }
        }
        return false;
    }

    private void repeat(ObjectNode to, String field, JsonNode other) {
        JsonNode said = asked.request().path(field);
        to.set(field, said.isMissingNode() || said.isNull() ? other : said);
    }

    private void merge(ObjectNode to, String field, ObjectNode other) {
        if (asked.request().path(field) instanceof ObjectNode said) {
            other.setAll(said);
        }
        to.set(field, other);
    }

    private static ObjectNode usage(Usage usage) {
        ObjectNode json = Json.object().put("input_tokens", usage.prompt());
        json.putObject("input_tokens_details")
                .put("cached_tokens", usage.cacheRead())
                .put("cache_write_tokens", usage.cacheWrite());
        json.put("output_tokens", usage.output());
        json.putObject("output_tokens_details").put("reasoning_tokens", usage.reasoning());
        return json.put("total_tokens", usage.total());
    }
}
