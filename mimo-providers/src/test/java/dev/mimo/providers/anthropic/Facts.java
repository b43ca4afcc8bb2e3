package dev.mimo.providers.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.model.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a slow and simple reading finds in an answer that keeps the rules. */
final class Facts {

    private static final Set<String> KNOWN = Set.of("text", "thinking", "redacted_thinking", "tool_use");

    final StringBuilder text = new StringBuilder();
    final StringBuilder thinking = new StringBuilder();
    int others;
    private final Map<Integer, StringBuilder> inputs = new TreeMap<>();

    static Facts of(String body) {
        Facts facts = new Facts();
        if (body.strip().startsWith("{")) {
            int index = 0;
            for (JsonNode block : Json.read(body).path("content")) {
                facts.block(index++, block);
            }
        } else {
            body.lines()
                    .filter(line -> line.startsWith("data:"))
                    .forEach(line -> facts.event(Json.read(line.substring(5).strip())));
        }
        return facts;
    }

    List<JsonNode> arguments() {
        List<JsonNode> arguments = new ArrayList<>();
        inputs.values().forEach(input -> arguments.add(Json.read(input.length() == 0 ? "{}" : input.toString())));
        return arguments;
    }

    private void event(JsonNode event) {
        int index = event.path("index").asInt();
        if (event.has("content_block")) {
            block(index, event.path("content_block"));
        }
        JsonNode delta = event.path("delta");
        text.append(delta.path("text").asText(""));
        thinking.append(delta.path("thinking").asText(""));
        if (inputs.containsKey(index)) {
            inputs.get(index).append(delta.path("partial_json").asText(""));
        }
    }

    private void block(int index, JsonNode block) {
        String type = block.path("type").asText();
        if (!KNOWN.contains(type)) {
            others++;
        } else if (type.equals("tool_use")) {
            JsonNode input = block.path("input");
            inputs.put(index, new StringBuilder(input.isEmpty() ? "" : input.toString()));
        }
        text.append(type.equals("text") ? block.path("text").asText() : "");
        thinking.append(block.path("thinking").asText(""));
    }
}
