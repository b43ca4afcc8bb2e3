package dev.mimo.providers.openai;

import dev.mimo.model.StopReason;
import java.util.Locale;

/** What the vendors' finish reasons mean. */
final class StopWords {

    private StopWords() {}

    /** The vendor's own word where none of ours fits. */
    static StopReason reason(String finish) {
        String word = finish.strip().toLowerCase(Locale.ROOT);
        return switch (word) {
            case "stop", "eos", "end_turn", "stop_sequence" -> StopReason.STOP;
            case "tool_calls", "function_call", "tool_use", "tool_call" -> StopReason.TOOL_CALLS;
            case "length", "max_tokens", "model_length", "model_context_window_exceeded" -> StopReason.LENGTH;
            case "content_filter", "sensitive" -> StopReason.CONTENT_FILTER;
            case "" -> StopReason.UNKNOWN;
            default -> new StopReason(word);
        };
    }

    /** Whether it says that the answer is broken off by a fault on the vendor's side. */
    static boolean isFault(String finish) {
        return finish.equals("error") || finish.equals("network_error");
    }

    /** Whether it says that the vendor has too much to do. */
    static boolean isBusy(String finish) {
        return finish.equals("insufficient_system_resource");
    }

    /** Whether it says that the prompt was too long. */
    static boolean isOverflow(String finish) {
        return finish.equals("model_context_window_exceeded");
    }
}
