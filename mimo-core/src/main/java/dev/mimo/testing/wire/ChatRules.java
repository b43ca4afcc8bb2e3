package dev.mimo.testing.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.testing.wire.Violation.Rule;
import java.util.LinkedHashSet;
import java.util.Set;

/** The demands of chat completions. Confined to one thread. */
final class ChatRules {

    private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant", "tool");
    private static final Set<String> MIMO_EFFORTS = Set.of("low", "medium", "high");
    private static final String REPLAY = "The reasoning_content in the thinking mode must be passed back to the API.";

    private final Vendor vendor;
    private final JsonNode request;
    private final Violations found;

    ChatRules(Vendor vendor, JsonNode request, Violations found) {
        this.vendor = vendor;
        this.request = request;
        this.found = found;
    }

    void check() {
        found.unless(request.path("model").isTextual(), Rule.FIELD, "model", "you must provide a model parameter");
        JsonNode messages = request.path("messages");
        found.unless(
                messages.isArray() && !messages.isEmpty(),
                Rule.FIELD,
                "messages",
                "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.");
        messages(messages);
        settings();
    }

    private void messages(JsonNode messages) {
        Set<String> open = new LinkedHashSet<>();
        Set<String> answered = new LinkedHashSet<>();
        for (int i = 0; i < messages.size(); i++) {
            JsonNode message = messages.get(i);
            String where = "messages[" + i + "]";
            String role = message.path("role").asText();
            if (role.equals("tool")) {
                result(message, where, open, answered);
                continue;
            }
            requireAnswered(open, where);
            open.clear();
            answered.clear();
            role(role, where);
            if (role.equals("assistant")) {
                assistant(message, i, where, open);
            } else {
                content(message, where);
            }
        }
        requireAnswered(open, "messages[" + messages.size() + "]");
    }

    private void role(String role, String where) {
        boolean known = ROLES.contains(role) && !(role.equals("developer") && vendor == Vendor.DEEPSEEK);
        found.unless(
                known,
                Rule.KNOWN_KIND,
                where + ".role",
                "Invalid value: '" + role
                        + "'. Supported values are: 'system', 'assistant', 'user', 'function', 'tool', and"
                        + " 'developer'.");
    }

    private void content(JsonNode message, String where) {
        found.unless(
                message.path("content").isTextual() || message.path("content").isArray(),
                Rule.NOT_EMPTY,
                where + ".content",
                vendor == Vendor.MIMO
                        ? "`text` is not present"
                        : "Invalid value for 'content': expected a string, got null.");
    }

    private void result(JsonNode message, String where, Set<String> open, Set<String> answered) {
        String id = message.path("tool_call_id").asText();
        if (!open.remove(id)) {
            found.add(
                    Rule.RESULT_ASKED,
                    where,
                    answered.contains(id)
                            ? "tool_call_id '" + id + "' has more than one response message."
                            : "messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.");
        }
        answered.add(id);
        content(message, where);
    }

    private void requireAnswered(Set<String> open, String where) {
        found.unless(
                open.isEmpty(),
                Rule.CALL_ANSWERED,
                where,
                "An assistant message with 'tool_calls' must be followed by tool messages responding to each"
                        + " 'tool_call_id'. The following tool_call_ids did not have response messages: "
                        + String.join(", ", open));
    }

    private void assistant(JsonNode message, int index, String where, Set<String> open) {
        JsonNode calls = message.path("tool_calls");
        if (calls.isEmpty()) {
            if (!message.path("refusal").isTextual()) {
                content(message, where);
            }
            return;
        }
        for (int i = 0; i < calls.size(); i++) {
            call(calls.get(i), where + ".tool_calls[" + i + "]", open);
        }
        reasoning(message, index, where);
    }

    private void call(JsonNode call, String where, Set<String> open) {
        String id = call.path("id").asText();
        found.unless(!id.isEmpty(), Rule.FIELD, where + ".id", "Missing required parameter: '" + where + ".id'.");
        found.unless(open.add(id), Rule.ID_UNIQUE, where + ".id", "Duplicate value for 'tool_call_id': '" + id + "'.");
        JsonNode function = call.path("function");
        found.unless(
                function.path("name").isTextual(),
                Rule.FIELD,
                where + ".function",
                vendor == Vendor.MIMO
                        ? "`function` is not set"
                        : "Missing required parameter: '" + where + ".function.name'.");
        found.unless(
                function.path("arguments").isTextual(),
                Rule.FIELD,
                where + ".function.arguments",
                "Invalid type for '" + where + ".function.arguments': expected a string.");
    }

    private void reasoning(JsonNode message, int index, String where) {
        boolean there = message.path("reasoning_content").isTextual();
        boolean empty = there && message.path("reasoning_content").asText().isEmpty();
        String place = where + ".reasoning_content";
        switch (vendor) {
            case DEEPSEEK -> found.unless(there || !thinks(), Rule.REASONING_REPLAYED, place, REPLAY);
            case MIMO -> found.unless(there || !isThinking("enabled"), Rule.REASONING_REPLAYED, place, REPLAY);
            case KIMI ->
                found.unless(
                        (there && !empty) || !thinks(),
                        Rule.REASONING_REPLAYED,
                        place,
                        "thinking is enabled but reasoning_content is missing in assistant tool call message at index "
                                + index);
            case STANDARD, GLM -> {
                // OpenAI keeps its reasoning to itself, and GLM only does better with it.
            }
        }
    }

    private void settings() {
        JsonNode choice = request.path("tool_choice");
        boolean left =
                choice.isMissingNode() || choice.isNull() || choice.asText().equals("auto");
        boolean forced = !left && !choice.asText().equals("none");
        switch (vendor) {
            case DEEPSEEK ->
                found.unless(
                        !forced || !thinks(),
                        Rule.TOOL_CHOICE,
                        "tool_choice",
                        "Thinking mode does not support this tool_choice");
            case KIMI -> {
                found.unless(
                        !forced || !thinks(),
                        Rule.TOOL_CHOICE,
                        "tool_choice",
                        "tool_choice specified is incompatible with thinking enabled");
                JsonNode temperature = request.path("temperature");
                found.unless(
                        !temperature.isNumber() || temperature.asDouble() == 1 || !thinks(),
                        Rule.SAMPLING,
                        "temperature",
                        "invalid temperature: only 1 is allowed for this model");
            }
            case MIMO -> mimo(left);
            case STANDARD, GLM -> {
                // They take every choice.
            }
        }
    }

    private void mimo(boolean choiceIsAuto) {
        // The vendor overlooks any other choice in silence, which is worse for a caller than a refusal.
        found.unless(
                choiceIsAuto,
                Rule.TOOL_CHOICE,
                "tool_choice",
                "tool_choice " + request.path("tool_choice") + " would be taken for auto");
        JsonNode effort = request.path("reasoning_effort");
        found.unless(
                !effort.isTextual() || MIMO_EFFORTS.contains(effort.asText()),
                Rule.FIELD,
                "reasoning_effort",
                "[{'type': 'literal_error', 'loc': ('body', 'reasoning_effort'), 'msg': \"Input should be 'low', 'medium' or"
                        + " 'high'\"}]");
    }

    private boolean thinks() {
        return !isThinking("disabled");
    }

    private boolean isThinking(String type) {
        return request.path("thinking").path("type").asText().equals(type);
    }
}
