package dev.mimo.providers.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.ProviderData;
import dev.mimo.model.ToolCall;
import dev.mimo.providers.wire.ReceivedCall;
import java.util.ArrayList;
import java.util.List;

/** Reads an item of the output as it is in the end. */
final class OutputItem {

    static final String MESSAGE = "message";
    static final String REASONING = "reasoning";
    static final String FUNCTION_CALL = "function_call";
    static final String CUSTOM_CALL = "custom_tool_call";

    private static final String PARTED = "\n\n";

    private OutputItem() {}

    static String type(JsonNode item) {
        return item.path("type").asText("");
    }

    static boolean isCall(String type) {
        return type.equals(FUNCTION_CALL) || type.equals(CUSTOM_CALL);
    }

    /** Empty when it has none. */
    static String callId(JsonNode item) {
        return item.path("call_id").asText("");
    }

    /** The whole text, thinking or arguments; empty for what has none. */
    static String said(JsonNode item) {
        return switch (type(item)) {
            case MESSAGE -> text(item);
            case REASONING -> thinking(item);
            case FUNCTION_CALL -> arguments(item);
            case CUSTOM_CALL -> item.path("input").asText("");
            default -> "";
        };
    }

    /** Whether a message holds a refusal. */
    static boolean isRefusal(JsonNode item) {
        for (JsonNode part : item.path("content")) {
            if (!part.path("refusal").asText("").isEmpty()) {
                return true;
            }
        }
        return false;
    }

    static void addTo(List<Content> content, JsonNode item, String provider) {
        switch (type(item)) {
            case MESSAGE -> {
                String text = text(item);
                if (!text.isEmpty()) {
                    content.add(Content.text(text));
                }
            }
            case REASONING -> thinking(item, provider, content);
            case FUNCTION_CALL -> content.addAll(calls(item));
            case CUSTOM_CALL -> content.add(customCall(item));
            default -> content.add(new Content.Opaque(provider, item));
        }
    }

    private static String text(JsonNode item) {
        StringBuilder text = new StringBuilder();
        for (JsonNode part : item.path("content")) {
            text.append(part.path("text").asText(""))
                    .append(part.path("refusal").asText(""));
        }
        return text.length() == 0 ? item.path("content").asText("") : text.toString();
    }

    private static String thinking(JsonNode item) {
        List<String> parts = new ArrayList<>();
        for (String field : List.of("summary", "content")) {
            for (JsonNode part : item.path(field)) {
                String text = part.path("text").asText("");
                if (!text.isEmpty()) {
                    parts.add(text);
                }
            }
        }
        return String.join(PARTED, parts);
    }

    /** Kept for the provider: everything but the name and state of what it has not stored. */
    private static void thinking(JsonNode item, String provider, List<Content> content) {
        String text = thinking(item);
        if (text.isEmpty() && !item.path("encrypted_content").isTextual()) {
            return;
        }
        ObjectNode data = item.deepCopy();
        data.remove(List.of("type", "id", "status"));
        if (!data.path("summary").isArray()) {
            data.putArray("summary");
        }
        if (data.path("content").isEmpty()) {
            data.remove("content");
        }
        if (!data.path("encrypted_content").isTextual()) {
            data.remove("encrypted_content");
        }
        content.add(new Content.Thinking(text, new ProviderData(provider, data)));
    }

    private static List<ToolCall> calls(JsonNode item) {
        String name = item.path("name").asText("");
        String arguments = arguments(item);
        if (!isFinished(item)) {
            return List.of(new ToolCall(callId(item), name, Json.object(), arguments, null));
        }
        return ParallelCalls.unwrapped(ReceivedCall.of(callId(item), name, arguments, false, null));
    }

    /** Free text for a tool becomes a call like any other, with the text as its only argument. */
    private static ToolCall customCall(JsonNode item) {
        String name = item.path("name").asText("");
        String input = item.path("input").asText("");
        return isFinished(item)
                ? ToolCall.of(callId(item), name, Json.object().put("input", input))
                : new ToolCall(callId(item), name, Json.object(), input, null);
    }

    private static String arguments(JsonNode item) {
        JsonNode arguments = item.path("arguments");
        return arguments.isContainerNode() ? Json.write(arguments) : arguments.asText("");
    }

    private static boolean isFinished(JsonNode item) {
        String status = item.path("status").asText("");
        return !status.equals("incomplete") && !status.equals("in_progress");
    }
}
