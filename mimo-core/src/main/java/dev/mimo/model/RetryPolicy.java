package dev.mimo.model;

import java.time.Duration;

/**
 * How often, and after what delays, a failed call is made again.
 *
 * @param attempts in all, the first included; 1 to 100
 * @param first delay before the second attempt; doubles from then on
 * @param longest no delay is longer, whatever the provider asks for; when it asks for more, the call fails instead
 * @param within no attempt begins later than this after the first failure; how long an answer took until it broke off does
 *     not count
 */
public record RetryPolicy(int attempts, Duration first, Duration longest, Duration within) {

    /** No delay is shorter: a provider once asked for 0 ms together with 1 s. */
    static final Duration FLOOR = Duration.ofMillis(100);

    public RetryPolicy {
        if (attempts < 1 || attempts > 100) {
            throw new IllegalArgumentException("attempts must be in [1, 100]: " + attempts);
        }
        if (first.isNegative() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("delays must be 0 <= first <= longest: " + first + ", " + longest);
        }
    }

    /** Four attempts, from 500 ms on, at most 5 min apart, none later than 10 min after the first failure. */
    public static RetryPolicy defaults() {
        return new RetryPolicy(4, Duration.ofMillis(500), Duration.ofMinutes(5), Duration.ofMinutes(10));
    }

    public RetryPolicy withAttempts(int other) {
        return new RetryPolicy(other, first, longest, within);
    }
}
