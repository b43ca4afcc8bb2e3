package dev.mimo.providers.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mimo.model.Usage;
import dev.mimo.providers.wire.WireJson;
import java.io.IOException;

/**
 * Reads a usage object under the names of all vendors. Prompt counts include cached tokens on the wire and exclude them
 * here; a vendor that counts thinking apart from the answer is told by its total.
 */
final class Tokens {

    private long prompt;
    private long completion;
    private long total;
    private long reasoning;
    private long cacheRead;
    private long cacheWrite;

    private Tokens() {}

    /** The parser stands at the start of the object, and afterwards at its end. */
    static Usage read(JsonParser json) throws IOException {
        Tokens tokens = new Tokens();
        tokens.object(json);
        return tokens.usage();
    }

    private void object(JsonParser json) throws IOException {
        while (WireJson.nextField(json)) {
            String name = json.currentName();
            boolean details = name.endsWith("_details") && !name.equals("cost_details");
            if (json.currentToken() == JsonToken.START_OBJECT && details) {
                object(json);
            } else {
                count(name, WireJson.count(json));
            }
        }
    }

    private void count(String name, long value) {
        switch (name) {
            case "prompt_tokens" -> prompt = value;
            case "completion_tokens" -> completion = value;
            case "total_tokens" -> total = value;
            case "reasoning_tokens" -> reasoning = Math.max(reasoning, value);
            case "cached_tokens", "prompt_cache_hit_tokens" -> cacheRead = Math.max(cacheRead, value);
            case "cache_write_tokens", "cache_creation_tokens" -> cacheWrite = Math.max(cacheWrite, value);
            default -> {}
        }
    }

    private Usage usage() {
        boolean apart = reasoning > 0 && total == prompt + completion + reasoning;
        long output = apart ? completion + reasoning : completion;
        long read = Math.min(cacheRead, prompt);
        long written = Math.min(cacheWrite, prompt - read);
        return new Usage(prompt - read - written, output, Math.min(reasoning, output), read, written);
    }
}
