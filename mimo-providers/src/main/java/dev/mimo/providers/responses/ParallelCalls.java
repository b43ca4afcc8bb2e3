package dev.mimo.providers.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.ToolCall;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes calls out of a call that wraps them: some models ask for a tool {@code parallel} that nobody offered, with what they
 * want to call as its arguments.
 */
final class ParallelCalls {

    private static final String WRAPPER = "parallel";
    private static final String PREFIX = "functions.";

    private ParallelCalls() {}

    /** The calls within, in order; the call itself where it is no wrapper, or one of which any part is not understood. */
    static List<ToolCall> unwrapped(ToolCall call) {
        boolean wrapper = call.name().equals(WRAPPER) || call.name().endsWith("." + WRAPPER);
        JsonNode uses = call.arguments().path("tool_uses");
        if (!wrapper || !call.isWhole() || !uses.isArray() || uses.isEmpty()) {
            return List.of(call);
        }
        List<ToolCall> calls = new ArrayList<>();
        for (JsonNode use : uses) {
            String name = use.path("recipient_name").asText("");
            if (!name.startsWith(PREFIX) || !(use.get("parameters") instanceof ObjectNode parameters)) {
                return List.of(call);
            }
            String id = call.id().isEmpty() ? "" : call.id() + "_" + calls.size();
            calls.add(ToolCall.of(id, name.substring(PREFIX.length()), parameters));
        }
        return calls;
    }
}
