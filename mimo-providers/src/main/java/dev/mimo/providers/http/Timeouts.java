package dev.mimo.providers.http;

import java.time.Duration;

/**
 * How long an endpoint may keep us waiting. There is no limit to a whole answer.
 *
 * @param connect until a connection stands: name, TCP and TLS together
 * @param firstByte from then until the first byte of the answer; minutes are normal while a model thinks
 * @param idle without any byte within the answer
 */
public record Timeouts(Duration connect, Duration firstByte, Duration idle) {

    public Timeouts {
        for (Duration limit : new Duration[] {connect, firstByte, idle}) {
            if (limit.isNegative() || limit.isZero()) {
                throw new IllegalArgumentException("a time-out must be longer than nothing: " + limit);
            }
        }
    }

    /** 10 s, 5 min and 8 min. */
    public static Timeouts defaults() {
        return new Timeouts(Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofMinutes(8));
    }
}
