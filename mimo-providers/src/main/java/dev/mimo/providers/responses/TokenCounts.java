package dev.mimo.providers.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.model.Usage;

/** Reads a usage object. On the wire the prompt's count includes cached tokens; here it does not. */
final class TokenCounts {

    private TokenCounts() {}

    static Usage usage(JsonNode json) {
        long prompt = count(json.path("input_tokens"));
        long output = count(json.path("output_tokens"));
        JsonNode details = json.path("input_tokens_details");
        long read = Math.min(count(details.path("cached_tokens")), prompt);
        long written = Math.min(count(details.path("cache_write_tokens")), prompt - read);
        long reasoning = count(json.path("output_tokens_details").path("reasoning_tokens"));
        return new Usage(prompt - read - written, output, Math.min(reasoning, output), read, written);
    }

    /** 0 for what makes no sense. */
    private static long count(JsonNode json) {
        double value = json.asDouble(0);
        return value > 0 && value < 1e12 ? (long) value : 0;
    }
}
