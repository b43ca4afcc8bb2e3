package dev.mimo.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.MimoException;
import dev.mimo.model.Json;
import dev.mimo.model.JsonSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a script gave {@code agent()} besides the prompt. Options that nobody knows, and values that no option takes, are left
 * out with a warning: scripts are written for more than one runtime.
 *
 * @param asked the prompt and the options, as the journal keeps them
 * @param timeout null for none
 * @param stall null for the run's
 * @param tries 1 for no further attempt
 * @param strict whether an answer that does not follow the schema is an error of the script
 */
record CallOptions(
        ObjectNode asked,
        @Nullable JsonSchema schema,
        @Nullable Duration timeout,
        @Nullable Duration stall,
        int tries,
        boolean strict) {

    private static final Set<String> EFFORTS = Set.of("low", "medium", "high", "xhigh", "max");

    private static final Set<String> KNOWN = Set.of(
            "label",
            "phase",
            "schema",
            "model",
            "effort",
            "agentType",
            "tools",
            "isolation",
            "timeoutMs",
            "stallMs",
            "retry",
            "schemaFailure");

    /** The most attempts a script can ask for. */
    private static final int MOST_TRIES = 10;

    /**
     * Reads them.
     *
     * @param warn hears what was left out
     * @throws IllegalArgumentException when a schema or an isolation makes no sense, with what to write instead
     */
    static CallOptions read(String prompt, JsonNode options, Consumer<String> warn) {
        ObjectNode asked = Json.object().put("prompt", prompt);
        if (options instanceof ObjectNode given) {
            for (Map.Entry<String, JsonNode> option : given.properties()) {
                take(option.getKey(), option.getValue(), asked, warn);
            }
        }
        return new CallOptions(
                asked,
                schema(asked),
                millis(asked, "timeoutMs"),
                millis(asked, "stallMs"),
                Math.max(1, Math.min(MOST_TRIES, asked.path("retry").asInt(1))),
                asked.path("schemaFailure").asText().equals("throw"));
    }

    private static void take(String name, JsonNode value, ObjectNode asked, Consumer<String> warn) {
        if (value.isNull()) {
            return;
        }
        if (!KNOWN.contains(name)) {
            warn.accept("agent(): there is no option \"" + name + "\"; it is left out");
        } else if (fits(name, value)) {
            asked.set(name, value);
        } else {
            warn.accept("agent(): " + name + " cannot be " + Json.write(value) + "; it is left out");
        }
    }

    private static boolean fits(String name, JsonNode value) {
        return switch (name) {
            case "label", "phase", "model", "agentType" ->
                value.isTextual() && !value.asText().isBlank();
            case "effort" -> EFFORTS.contains(value.asText());
            case "tools" -> value.isArray() && texts(value) != null;
            case "timeoutMs", "stallMs" -> value.isNumber() && value.asDouble() > 0;
            case "retry" -> value.isNumber() && value.asDouble() >= 0;
            case "schemaFailure" ->
                value.asText().equals("throw") || value.asText().equals("null");
            case "isolation" -> isWorktree(value);
            default -> true;
        };
    }

    private static boolean isWorktree(JsonNode isolation) {
        if (!isolation.asText().equals("worktree")) {
            throw new IllegalArgumentException(
                    "agent(): isolation is 'worktree' or left out, not " + Json.write(isolation));
        }
        return true;
    }

    private static @Nullable JsonSchema schema(ObjectNode asked) {
        JsonNode schema = asked.get("schema");
        if (schema == null) {
            return null;
        }
        if (!(schema instanceof ObjectNode object)) {
            throw new IllegalArgumentException(
                    "agent(): schema is a JSON Schema, an object, not " + Json.write(schema));
        }
        try {
            return JsonSchema.of(object);
        } catch (MimoException e) {
            throw new IllegalArgumentException("agent(): schema is " + e.getMessage(), e);
        }
    }

    private static @Nullable Duration millis(ObjectNode asked, String name) {
        JsonNode value = asked.get(name);
        return value == null ? null : Duration.ofMillis(Math.max(1, (long) value.asDouble()));
    }

    /** The names of the tools; null for all. */
    @Nullable
    List<String> tools() {
        JsonNode tools = asked.get("tools");
        return tools == null ? null : texts(tools);
    }

    @Nullable
    String text(String name) {
        JsonNode value = asked.get(name);
        return value == null ? null : value.asText();
    }

    private static @Nullable List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : array) {
            if (!item.isTextual()) {
                return null;
            }
            texts.add(item.asText());
        }
        return texts;
    }
}
