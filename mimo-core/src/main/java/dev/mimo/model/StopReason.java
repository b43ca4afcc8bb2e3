package dev.mimo.model;

/**
 * Why a model stopped. An open set: a provider's own word is kept where none of ours fits.
 *
 * @param value in lower case with underscores; never blank
 */
public record StopReason(String value) {

    /** Said all it wanted to. */
    public static final StopReason STOP = new StopReason("stop");
    /** Wants tools to be called. */
    public static final StopReason TOOL_CALLS = new StopReason("tool_calls");
    /** The output limit cut it. */
    public static final StopReason LENGTH = new StopReason("length");
    /** The provider filtered the answer. */
    public static final StopReason CONTENT_FILTER = new StopReason("content_filter");
    /** The model refused. */
    public static final StopReason REFUSAL = new StopReason("refusal");
    /** The provider paused a long turn; sending the conversation again goes on. */
    public static final StopReason PAUSE = new StopReason("pause");
    /** The provider did not say. */
    public static final StopReason UNKNOWN = new StopReason("unknown");

    public StopReason {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a stop reason is not blank");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
