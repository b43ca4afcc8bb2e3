package dev.mimo.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Redactor;
import dev.mimo.environment.Sha256;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.MessageFormat;
import dev.mimo.model.ModelOptions;
import dev.mimo.model.Prompt;
import dev.mimo.model.ToolSpec;
import java.nio.charset.StandardCharsets;

/**
 * A prompt as JSON by which it is known again in another run: who answered and the provider's own data are left out, calls are
 * numbered, ids, times and temporary folders have {@linkplain StableText stable names}, secrets are redacted, and of a picture
 * there is only a checksum.
 */
final class CanonicalPrompt {

    private final StableText stable = new StableText();

    private CanonicalPrompt() {}

    static ObjectNode of(Prompt prompt) {
        ObjectNode json = Redactor.standard().redact(new CanonicalPrompt().json(prompt));
        // Read back, so that numbers are of the types that a parser gives them.
        return CassetteFile.parse(Json.write(json));
    }

    private ObjectNode json(Prompt prompt) {
        ObjectNode json = Json.object().put("system", stable.of(prompt.system()));
        ArrayNode tools = json.putArray("tools");
        prompt.tools().forEach(tool -> tools.add(json(tool)));
        json.set("options", json(prompt.options()));
        ArrayNode messages = json.putArray("messages");
        prompt.messages().forEach(message -> messages.add(json(message)));
        return json;
    }

    private static ObjectNode json(ToolSpec tool) {
        ObjectNode json = Json.object().put("name", tool.name()).put("description", tool.description());
        json.set("input_schema", tool.inputSchema());
        return json;
    }

    private static ObjectNode json(ModelOptions options) {
        ObjectNode json = Json.object();
        if (options.temperature() != null) {
            json.put("temperature", options.temperature());
        }
        if (options.maxOutputTokens() != null) {
            json.put("max_output_tokens", options.maxOutputTokens());
        }
        if (options.effort() != null) {
            json.put("effort", options.effort());
        }
        if (options.answerSchema() != null) {
            json.set("answer_schema", options.answerSchema());
        }
        return json;
    }

    private JsonNode json(Message message) {
        ObjectNode json = MessageFormat.toJson(message);
        json.remove("author");
        json.remove("provider");
        json.path("content").forEach(this::simplify);
        for (JsonNode result : json.path("results")) {
            rename((ObjectNode) result, "call");
            result.path("content").forEach(this::simplify);
        }
        return stable.of(json);
    }

    private void simplify(JsonNode block) {
        ObjectNode json = (ObjectNode) block;
        json.remove("provider");
        switch (json.path("type").asText()) {
            case "tool_call" -> rename(json, "id");
            case "image" -> json.put("base64", checksum(json.path("base64").asText()));
            default -> {}
        }
    }

    private void rename(ObjectNode json, String field) {
        if (json.path(field).isTextual()) {
            json.put(field, stable.name("call", json.path(field).textValue()));
        }
    }

    private static String checksum(String text) {
        return "sha256:" + Sha256.hex(text.getBytes(StandardCharsets.UTF_8));
    }
}
