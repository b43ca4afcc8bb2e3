package dev.mimo.providers.anthropic;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mimo.model.Usage;
import dev.mimo.providers.wire.WireJson;
import java.io.IOException;

/**
 * Counts the tokens of an answer. They are told at its beginning and again, more exactly, at its end; some servers tell some of
 * them only once, and fill the other place with zeros: the last count that is none holds. Confined to one thread.
 */
final class Tokens {

    private long input;
    private long output;
    private long reasoning;
    private long cacheRead;
    private long cacheWrite;

    /** The parser stands at the value, and afterwards at its end. */
    void read(JsonParser json) throws IOException {
        if (!WireJson.isObject(json)) {
            return;
        }
        while (WireJson.nextField(json)) {
            String name = json.currentName();
            if (name.equals("output_tokens_details") && json.currentToken() == JsonToken.START_OBJECT) {
                read(json);
            } else {
                count(name, WireJson.count(json));
            }
        }
    }

    private void count(String name, long value) {
        if (value == 0) {
            return;
        }
        switch (name) {
            case "input_tokens" -> input = value;
            case "output_tokens" -> output = value;
            case "thinking_tokens", "reasoning_tokens" -> reasoning = value;
            case "cache_read_input_tokens" -> cacheRead = value;
            case "cache_creation_input_tokens" -> cacheWrite = value;
            default -> {}
        }
    }

    Usage usage() {
        return new Usage(input, output, Math.min(reasoning, output), cacheRead, cacheWrite);
    }
}
