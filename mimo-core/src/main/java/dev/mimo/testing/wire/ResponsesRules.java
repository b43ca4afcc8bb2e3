package dev.mimo.testing.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.testing.wire.Violation.Rule;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The demands of OpenAI responses. Confined to one thread. */
final class ResponsesRules {

    private static final int LONGEST_CALL_ID = 64;
    private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant");

    private final Vendor vendor;
    private final JsonNode request;
    private final JsonNode input;
    private final Violations found;

    /** Calls that have no output yet, with their place. */
    private final Map<String, String> open = new LinkedHashMap<>();

    private final Set<String> asked = new HashSet<>();

    ResponsesRules(Vendor vendor, JsonNode request, Violations found) {
        this.vendor = vendor;
        this.request = request;
        this.input = request.path("input");
        this.found = found;
    }

    void check() {
        found.unless(request.path("model").isTextual(), Rule.FIELD, "model", "Missing required parameter: 'model'.");
        found.unless(input.isTextual() || input.isArray(), Rule.FIELD, "input", "Missing required parameter: 'input'.");
        found.unless(
                !request.hasNonNull("previous_response_id") || !isStateless(),
                Rule.ITEM_KNOWN,
                "previous_response_id",
                "Previous response with id '"
                        + request.path("previous_response_id").asText() + "' not found.");
        for (int i = 0; i < input.size(); i++) {
            item(input.get(i), i, "input[" + i + "]");
        }
        open.forEach(this::unanswered);
    }

    private void item(JsonNode item, int i, String where) {
        String type = item.path("type").asText(item.has("role") ? "message" : "");
        switch (type) {
            case "message" -> {
                requireOutputsTogether();
                message(item, where);
            }
            case "reasoning" -> {
                requireOutputsTogether();
                reasoning(item, i, where);
            }
            case "function_call", "custom_tool_call" -> call(item, where);
            case "function_call_output", "custom_tool_call_output" -> output(item, where);
            case "item_reference" -> requireKnown(item, where);
            case "" -> found.add(Rule.FIELD, where, "Missing required parameter: '" + where + ".type'.");
            default -> {
                // Items of the provider's own tools have no demands that are known here.
            }
        }
    }

    private void message(JsonNode item, String where) {
        String role = item.path("role").asText();
        found.unless(
                ROLES.contains(role),
                Rule.KNOWN_KIND,
                where + ".role",
                "Invalid value: '" + role + "'. Supported values are: 'assistant', 'system', 'developer', and 'user'.");
        found.unless(
                item.path("content").isTextual() || item.path("content").isArray(),
                Rule.NOT_EMPTY,
                where + ".content",
                "Missing required parameter: '" + where + ".content'.");
    }

    private void reasoning(JsonNode item, int i, String where) {
        JsonNode next = input.path(i + 1);
        String type = next.path("type").asText(next.has("role") ? "message" : "");
        boolean followed = type.equals("function_call")
                || type.equals("custom_tool_call")
                || type.equals("reasoning")
                || (type.equals("message") && isSame(item, next));
        found.unless(
                followed,
                Rule.REASONING_ORDER,
                where,
                "Item '" + item.path("id").asText("")
                        + "' of type 'reasoning' was provided without its required following" + " item.");
        if (!item.path("encrypted_content").isTextual()) {
            requireKnown(item, where);
        }
    }

    /** A message that follows named reasoning is the one that came of it only if it has its own name, too. */
    private static boolean isSame(JsonNode reasoning, JsonNode message) {
        return message.path("role").asText().equals("assistant")
                && (!reasoning.hasNonNull("id") || message.hasNonNull("id"));
    }

    private void call(JsonNode item, String where) {
        String id = item.path("call_id").asText();
        found.unless(!id.isEmpty(), Rule.FIELD, where, "Missing required parameter: '" + where + ".call_id'.");
        found.unless(
                id.length() <= LONGEST_CALL_ID,
                Rule.ID_FORM,
                where,
                "Invalid '" + where
                        + ".call_id': string too long. Expected a string with maximum length 64, but got a string"
                        + " with length " + id.length() + " instead.");
        found.unless(asked.add(id), Rule.ID_UNIQUE, where, "Duplicate call_id '" + id + "'.");
        found.unless(
                item.path("arguments").isTextual() || item.path("input").isTextual(),
                Rule.FIELD,
                where,
                "Invalid type for '" + where + ".arguments': expected a string.");
        open.put(id, where);
    }

    private void output(JsonNode item, String where) {
        String id = item.path("call_id").asText();
        found.unless(
                open.remove(id) != null,
                Rule.RESULT_ASKED,
                where,
                asked.contains(id)
                        ? "Duplicate tool output found for function call " + id + "."
                        : "No tool call found for function call output with call_id " + id + ".");
        found.unless(
                item.path("output").isTextual() || item.path("output").isArray(),
                Rule.FIELD,
                where,
                "Missing required parameter: '" + where + ".output'.");
    }

    /** Calls between which something else stands are turns of their own where responses are laid upon chat. */
    private void requireOutputsTogether() {
        if (vendor == Vendor.DEEPSEEK && !open.isEmpty()) {
            open.forEach(this::unanswered);
            open.clear();
        }
    }

    private void unanswered(String id, String where) {
        String kind = vendor == Vendor.DEEPSEEK ? "tool" : "function";
        found.add(Rule.CALL_ANSWERED, where, "No tool output found for " + kind + " call " + id + ".");
    }

    private void requireKnown(JsonNode item, String where) {
        found.unless(
                !isStateless(),
                Rule.ITEM_KNOWN,
                where,
                "Item with id '" + item.path("id").asText()
                        + "' not found. Items are not persisted when `store` is set to"
                        + " false. Try again with `store` set to true, or remove this item from your input.");
    }

    private boolean isStateless() {
        JsonNode store = request.path("store");
        return store.isBoolean() && !store.asBoolean();
    }
}
