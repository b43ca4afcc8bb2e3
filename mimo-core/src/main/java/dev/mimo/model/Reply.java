package dev.mimo.model;

import org.jspecify.annotations.Nullable;

/**
 * All that comes back from one call.
 *
 * @param message what was said
 * @param stopReason why the model stopped
 * @param usage the tokens of this very reply, which say how full the window is; what else it took to get it, such as lost
 *     candidates, is in the budget only
 * @param requestId the provider's name for the exchange; null when it gave none
 */
public record Reply(
        Message.Assistant message,
        StopReason stopReason,
        Usage usage,
        @Nullable String requestId) {

    /** A plain answer that cost nothing. */
    public static Reply text(String text) {
        return new Reply(Message.assistant(Content.text(text)), StopReason.STOP, Usage.none(), null);
    }

    /** A reply that asks for calls and cost nothing. */
    public static Reply calls(ToolCall... calls) {
        return new Reply(Message.assistant(calls), StopReason.TOOL_CALLS, Usage.none(), null);
    }
}
