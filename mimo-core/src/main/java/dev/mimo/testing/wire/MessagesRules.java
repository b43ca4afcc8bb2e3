package dev.mimo.testing.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.testing.wire.Violation.Rule;

/** The demands of the messages dialect on a request as a whole; what stands in its messages is {@link MessagesHistory}. */
final class MessagesRules {

    private static final int SMALLEST_BUDGET = 1_024;
    private static final int MOST_CACHE_MARKS = 4;

    private final Vendor vendor;
    private final JsonNode request;
    private final Violations found;

    MessagesRules(Vendor vendor, JsonNode request, Violations found) {
        this.vendor = vendor;
        this.request = request;
        this.found = found;
    }

    void check() {
        found.unless(request.path("model").isTextual(), Rule.FIELD, "model", "model: Field required");
        tools();
        for (JsonNode block : request.path("system")) {
            found.unless(
                    !block.path("text").asText().isEmpty(),
                    Rule.NOT_EMPTY,
                    "system",
                    "system: text content blocks must be non-empty");
        }
        if (thinks()) {
            thinking();
        }
        int marks = marks(request);
        found.unless(
                marks <= MOST_CACHE_MARKS,
                Rule.CACHE_MARKS,
                "",
                "A maximum of 4 blocks with cache_control may be provided. Found " + marks + ".");
        boolean budgeted = request.path("thinking").path("type").asText().equals("enabled");
        new MessagesHistory(vendor, request.path("messages"), found).check(thinks(), budgeted);
    }

    private void tools() {
        JsonNode tools = request.path("tools");
        for (int i = 0; i < tools.size(); i++) {
            JsonNode tool = tools.get(i);
            boolean custom = !tool.has("type") || tool.path("type").asText().equals("custom");
            found.unless(
                    !custom || tool.path("input_schema").path("type").isTextual(),
                    Rule.FIELD,
                    "tools[" + i + "].input_schema",
                    "tools." + i + ".custom.input_schema.type: Field required");
        }
    }

    private boolean thinks() {
        String type = request.path("thinking").path("type").asText();
        return type.equals("enabled") || type.equals("adaptive");
    }

    private void thinking() {
        JsonNode thinking = request.path("thinking");
        // DeepSeek overlooks a budget, so it wants none.
        if (thinking.path("type").asText().equals("enabled") && vendor != Vendor.DEEPSEEK) {
            budget(thinking.path("budget_tokens"));
        }
        JsonNode temperature = request.path("temperature");
        found.unless(
                !temperature.isNumber() || temperature.asDouble() == 1,
                Rule.SAMPLING,
                "temperature",
                "`temperature` may only be set to 1 when thinking is enabled.");
        String choice = request.path("tool_choice").path("type").asText();
        found.unless(
                !choice.equals("any") && !choice.equals("tool"),
                Rule.TOOL_CHOICE,
                "tool_choice",
                "Thinking may not be enabled when tool_choice forces tool use.");
    }

    private void budget(JsonNode budget) {
        String where = "thinking.budget_tokens";
        found.unless(
                budget.asInt() >= SMALLEST_BUDGET,
                Rule.THINKING_BUDGET,
                where,
                "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024");
        found.unless(
                !request.has("max_tokens")
                        || budget.asInt() < request.path("max_tokens").asInt(),
                Rule.THINKING_BUDGET,
                where,
                "`max_tokens` must be greater than `thinking.budget_tokens`.");
    }

    /** Marks anywhere but in what people and tools define, where the word may be a name of theirs. */
    private static int marks(JsonNode json) {
        int marks = json.hasNonNull("cache_control") ? 1 : 0;
        for (String part : new String[] {"tools", "system", "messages", "content"}) {
            for (JsonNode item : json.path(part)) {
                marks += marks(item);
            }
        }
        return marks;
    }
}
