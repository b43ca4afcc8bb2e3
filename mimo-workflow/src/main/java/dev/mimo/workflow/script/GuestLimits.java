package dev.mimo.workflow.script;

import java.time.Duration;

/**
 * What a script may take between two answers.
 *
 * @param cpu time of its thread
 * @param statements how many it may execute
 * @param allocated bytes that it may ask of the heap, garbage included
 * @param depth of its calls
 * @param grace how long a script that was stopped may take to end before it is given up: by the clock and in time of its
 *     thread, and five times as long by the clock where other work keeps it from computing
 * @param items how many a combinator takes at once
 * @param talk how much it may say
 */
public record GuestLimits(
        Duration cpu, long statements, long allocated, int depth, Duration grace, int items, Talk talk) {

    /** With what a script may say by default. */
    public GuestLimits(Duration cpu, long statements, long allocated, int depth, Duration grace, int items) {
        this(cpu, statements, allocated, depth, grace, items, Talk.defaults());
    }

    /** 30 s and 50 million statements: what the specification of the language of workflows says. */
    public static GuestLimits defaults() {
        long heap = Runtime.getRuntime().maxMemory();
        return new GuestLimits(
                Duration.ofSeconds(30), 50_000_000, Math.min(1L << 30, heap / 3), 2_000, Duration.ofSeconds(2), 4_096);
    }

    /**
     * How much a script may say; sizes are in characters of JSON text.
     *
     * @param requests in one turn, lines of the log included; a script that asks more is stopped
     * @param turn all requests of one turn; a script that says more is stopped
     * @param request a single one; a longer one fails, and the script may go on
     * @param result what it returns
     * @param log all lines of a run, those of nested scripts included; once it is full, lines are left out
     */
    public record Talk(int requests, int turn, int request, int result, int log) {

        /** 20,000 requests of 64 Mi characters in a turn; a request of 4 Mi; 1 Mi for the result and for the log. */
        public static Talk defaults() {
            return new Talk(20_000, 64 << 20, 4 << 20, 1 << 20, 1 << 20);
        }
    }
}
