package dev.mimo.examples.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was called, and when the agent was at work.
 *
 * @param calls in the order in which they ended; open ones last
 * @param spans when something went on, in order
 */
public record Work(List<Call> calls, List<Span> spans) {

    public Work {
        calls = List.copyOf(calls);
        spans = List.copyOf(spans);
    }

    /**
     * A call of a tool.
     *
     * @param sequence the entry that asked for it
     * @param subject the one argument that tells most
     * @param until null while it has no result
     */
    public record Call(
            long sequence,
            String tool,
            String subject,
            Instant from,
            @Nullable Instant until,
            Result result) {

        /** Zero while it has no result. */
        public Duration took() {
            return until == null || until.isBefore(from) ? Duration.ZERO : Duration.between(from, until);
        }
    }

    /** A time without a long silence in it. */
    public record Span(Instant from, Instant until) {}

    /** What came of a call. */
    public enum Result {
        OK,
        FAILED,
        DENIED,
        OPEN
    }
}
