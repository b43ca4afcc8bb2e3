package dev.mimo.model;

/**
 * Tokens spent, as the provider counted them. Sums stop at {@link Long#MAX_VALUE}, whatever a provider claims.
 *
 * @param input tokens of the prompt that were neither read from nor written to the provider's cache
 * @param output tokens of the answer, thinking included
 * @param reasoning of {@code output}, those that were thinking
 * @param cacheRead tokens of the prompt read from the provider's cache
 * @param cacheWrite tokens of the prompt written to the provider's cache
 */
public record Usage(long input, long output, long reasoning, long cacheRead, long cacheWrite) {

    private static final Usage NONE = new Usage(0, 0, 0, 0, 0);

    public Usage {
        if (input < 0 || output < 0 || reasoning < 0 || cacheRead < 0 || cacheWrite < 0) {
            throw new IllegalArgumentException("token counts are never negative: " + input + " input, " + output
                    + " output, " + reasoning + " reasoning, " + cacheRead + " cache read, " + cacheWrite
                    + " cache write");
        }
    }

    public static Usage none() {
        return NONE;
    }

    /** Without cache and thinking. */
    public static Usage of(long input, long output) {
        return new Usage(input, output, 0, 0, 0);
    }

    /** The whole prompt. */
    public long prompt() {
        return sum(sum(input, cacheRead), cacheWrite);
    }

    /** Prompt and answer: how much of the window is taken once the answer stands in it. */
    public long total() {
        return sum(prompt(), output);
    }

    public Usage plus(Usage other) {
        return new Usage(
                sum(input, other.input),
                sum(output, other.output),
                sum(reasoning, other.reasoning),
                sum(cacheRead, other.cacheRead),
                sum(cacheWrite, other.cacheWrite));
    }

    private static long sum(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }
}
