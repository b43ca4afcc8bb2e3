package dev.mimo.workflow.script;

import java.time.Duration;

/**
 * What a script may take between two answers.
 *
 * @param cpu time of its thread
 * @param statements how many it may execute
 * @param allocated bytes that it may ask of the heap, garbage included
 * @param depth of its calls
 * @param grace how long a script that was stopped may take to end before it is given up
 * @param items how many a combinator takes at once
 */
public record GuestLimits(Duration cpu, long statements, long allocated, int depth, Duration grace, int items) {

    /** 30 s and 50 million statements: what the specification of the language of workflows says. */
    public static GuestLimits defaults() {
        long heap = Runtime.getRuntime().maxMemory();
        return new GuestLimits(
                Duration.ofSeconds(30), 50_000_000, Math.min(1L << 30, heap / 3), 2_000, Duration.ofSeconds(2), 4_096);
    }
}
