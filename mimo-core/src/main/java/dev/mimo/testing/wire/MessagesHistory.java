package dev.mimo.testing.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.testing.wire.Violation.Rule;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** The demands of the messages dialect on a conversation. Confined to one thread. */
final class MessagesHistory {

    private static final Pattern ID = Pattern.compile("[a-zA-Z0-9_-]+");

    private final Vendor vendor;
    private final JsonNode messages;
    private final Violations found;
    private final Set<String> ids = new HashSet<>();

    MessagesHistory(Vendor vendor, JsonNode messages, Violations found) {
        this.vendor = vendor;
        this.messages = messages;
        this.found = found;
    }

    /**
     * Checks.
     *
     * @param thinks whether thinking is on
     * @param budgeted whether it is on with a budget, as models before adaptive thinking have it; only they demand it first
     */
    void check(boolean thinks, boolean budgeted) {
        found.unless(!messages.isEmpty(), Rule.FIELD, "messages", "messages: at least one message is required");
        Set<String> open = Set.of();
        for (int i = 0; i < messages.size(); i++) {
            roles(i);
            content(i);
            results(i, open);
            open = calls(i);
            if (thinks && !open.isEmpty()) {
                replayed(i);
            }
        }
        requireAnswered(open, messages.size() - 1);
        if (budgeted && vendor == Vendor.STANDARD) {
            thinkingFirst();
        }
        found.unless(
                messages.isEmpty() || isUser(messages.size() - 1),
                Rule.NO_PREFILL,
                where(messages.size() - 1),
                "This model does not support assistant message prefill. The conversation must end with a user message.");
    }

    private void roles(int i) {
        String role = messages.get(i).path("role").asText();
        found.unless(
                role.equals("user") || role.equals("assistant"),
                Rule.KNOWN_KIND,
                where(i) + ".role",
                "messages: Unexpected role \"" + role
                        + "\". The Messages API accepts a top-level `system` parameter, not"
                        + " \"system\" as an input message role.");
        if (i == 0) {
            found.unless(isUser(0), Rule.USER_FIRST, where(0), "messages: first message must use the \"user\" role");
            return;
        }
        found.unless(
                !role.equals(messages.get(i - 1).path("role").asText()),
                Rule.ALTERNATION,
                where(i),
                "messages: roles must alternate between \"user\" and \"assistant\", but found multiple \"" + role
                        + "\" roles in a row");
    }

    private void content(int i) {
        JsonNode content = messages.get(i).path("content");
        found.unless(
                content.isArray() ? !content.isEmpty() : !content.asText().isEmpty(),
                Rule.NOT_EMPTY,
                where(i),
                "messages." + i
                        + ": all messages must have non-empty content except for the optional final assistant message");
        found.unless(
                !messages.get(i).has("cache_control"),
                Rule.CACHE_MARKS,
                where(i),
                "messages." + i + ".cache_control: Extra inputs are not permitted");
        for (int k = 0; k < content.size(); k++) {
            block(content.get(k), where(i) + ".content[" + k + "]", "messages." + i + ".content." + k);
        }
    }

    private void block(JsonNode block, String where, String place) {
        switch (block.path("type").asText()) {
            case "" -> found.add(Rule.FIELD, where, place + ".type: Field required");
            case "text" -> {
                String text = block.path("text").asText();
                found.unless(!text.isEmpty(), Rule.NOT_EMPTY, where, "messages: text content blocks must be non-empty");
                found.unless(
                        text.isEmpty() || !text.isBlank(),
                        Rule.NOT_EMPTY,
                        where,
                        "messages: text content blocks must contain non-whitespace text");
            }
            case "thinking" -> thinking(block, where, place);
            case "redacted_thinking" ->
                found.unless(
                        block.path("data").isTextual(),
                        Rule.FIELD,
                        where,
                        place + ".redacted_thinking.data: Field required");
            case "tool_use" -> call(block, where, place);
            default -> {
                // Images, documents, results and blocks of servers have no demands that are known here.
            }
        }
    }

    private void thinking(JsonNode block, String where, String place) {
        found.unless(
                !block.has("cache_control"),
                Rule.CACHE_MARKS,
                where,
                place + ".thinking.cache_control: Extra inputs are not permitted");
        if (vendor == Vendor.STANDARD) {
            found.unless(
                    block.path("signature").isTextual(),
                    Rule.THINKING_SIGNED,
                    where,
                    place + ".thinking.signature: Field required");
            found.unless(
                    !block.path("signature").asText("-").isEmpty(),
                    Rule.THINKING_SIGNED,
                    where,
                    place + ": Invalid `signature` in `thinking` block");
        }
    }

    private void call(JsonNode block, String where, String place) {
        String id = block.path("id").asText();
        found.unless(
                ID.matcher(id).matches(),
                Rule.ID_FORM,
                where,
                place + ".tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'");
        found.unless(ids.add(id), Rule.ID_UNIQUE, where, "messages: `tool_use` ids must be unique");
        found.unless(
                block.path("input").isObject(),
                Rule.FIELD,
                where,
                place + ".tool_use.input: Input should be a valid dictionary");
    }

    private Set<String> calls(int i) {
        Set<String> open = new LinkedHashSet<>();
        for (JsonNode block : messages.get(i).path("content")) {
            if (block.path("type").asText().equals("tool_use")) {
                open.add(block.path("id").asText());
            }
        }
        return open;
    }

    private void results(int i, Set<String> asked) {
        Set<String> open = new LinkedHashSet<>(asked);
        boolean other = false;
        JsonNode content = messages.get(i).path("content");
        for (int k = 0; k < content.size(); k++) {
            if (!content.get(k).path("type").asText().equals("tool_result")) {
                other = true;
                continue;
            }
            String id = content.get(k).path("tool_use_id").asText();
            String where = where(i) + ".content[" + k + "]";
            found.unless(
                    !other,
                    Rule.RESULTS_FIRST,
                    where,
                    "messages." + i + ": `tool_result` blocks must come before any other content of their message");
            if (!open.remove(id)) {
                found.add(Rule.RESULT_ASKED, where, unasked(i, k, id, asked.contains(id)));
            }
        }
        requireAnswered(open, i - 1);
    }

    private static String unasked(int i, int k, String id, boolean again) {
        return again
                ? "messages." + i + ".content." + k
                        + ": each tool_use must have a single result. Found multiple `tool_result` blocks with id: "
                        + id
                : "messages." + i + ".content." + k + ": unexpected `tool_use_id` found in `tool_result` blocks: " + id
                        + ". Each `tool_result` block must have a corresponding `tool_use` block in the previous message.";
    }

    private void requireAnswered(Set<String> open, int i) {
        found.unless(
                open.isEmpty(),
                Rule.CALL_ANSWERED,
                where(i),
                "messages." + i + ": `tool_use` ids were found without `tool_result` blocks immediately after: "
                        + String.join(", ", open)
                        + ". Each `tool_use` block must have a corresponding `tool_result` block in the next message.");
    }

    private void replayed(int i) {
        boolean there = false;
        for (JsonNode block : messages.get(i).path("content")) {
            there |= isThinking(block);
        }
        String words = switch (vendor) {
            case KIMI ->
                "thinking is enabled but reasoning_content is missing in assistant tool call message at index " + i;
            case DEEPSEEK, MIMO -> "The `content[].thinking` in the thinking mode must be passed back to the API.";
            case STANDARD, GLM -> "";
        };
        found.unless(there || words.isEmpty(), Rule.REASONING_REPLAYED, where(i), words);
    }

    /** The assistant's turn that is under way began after the last message that holds more than results. */
    private void thinkingFirst() {
        int begin = messages.size() - 1;
        while (begin > 0 && (!isUser(begin) || isOnlyResults(messages.get(begin)))) {
            begin--;
        }
        int first = begin + 1;
        if (first >= messages.size()) {
            return;
        }
        JsonNode block = messages.get(first).path("content").path(0);
        found.unless(
                isThinking(block),
                Rule.THINKING_FIRST,
                where(first) + ".content[0]",
                "messages." + first + ".content.0.type: Expected `thinking` or `redacted_thinking`, but found `"
                        + block.path("type").asText("text")
                        + "`. When `thinking` is enabled, a final `assistant` message must start with a thinking block"
                        + " (preceeding the lastmost set of `tool_use` and `tool_result` blocks).");
    }

    private static boolean isOnlyResults(JsonNode message) {
        JsonNode content = message.path("content");
        for (JsonNode block : content) {
            if (!block.path("type").asText().equals("tool_result")) {
                return false;
            }
        }
        return content.isArray();
    }

    private static boolean isThinking(JsonNode block) {
        String type = block.path("type").asText();
        return type.equals("thinking") || type.equals("redacted_thinking");
    }

    private boolean isUser(int i) {
        return messages.get(i).path("role").asText().equals("user");
    }

    private static String where(int i) {
        return "messages[" + i + "]";
    }
}
