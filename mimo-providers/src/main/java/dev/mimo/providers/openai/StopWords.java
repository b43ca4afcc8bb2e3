package dev.mimo.providers.openai;

import dev.mimo.model.StopReason;
import java.util.Locale;
import java.util.Map;

/** What finish reasons mean: those of one vendor first, then those that everybody uses. */
final class StopWords {

    private final Map<String, String> vendors;

    StopWords(Map<String, String> vendors) {
        this.vendors = vendors;
    }

    /** The vendor's own word where none of ours fits. */
    StopReason reason(String finish) {
        String word = finish.strip().toLowerCase(Locale.ROOT);
        String known = vendors.get(word);
        if (known != null) {
            return new StopReason(known);
        }
        return switch (word) {
            case "stop", "eos", "end_turn", "stop_sequence" -> StopReason.STOP;
            case "tool_calls", "function_call", "tool_use", "tool_call" -> StopReason.TOOL_CALLS;
            case "length", "max_tokens", "model_length" -> StopReason.LENGTH;
            case "content_filter" -> StopReason.CONTENT_FILTER;
            case "" -> StopReason.UNKNOWN;
            default -> new StopReason(word);
        };
    }
}
