package dev.mimo.testing.server;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What the server does wrong with one request. Everything that is not said to be wrong goes on as usual; several at once are
 * joined by {@link #and}. A connection that is refused is {@link LoopbackModelServer#refuseConnections}.
 */
public sealed interface WireFault {

    /** Nothing. */
    static WireFault none() {
        return new None();
    }

    /** Status 429 with {@code Retry-After}, in the form of the provider: seconds or a date. */
    static WireFault rateLimited(String retryAfter) {
        return new Refuse(429, Map.of("Retry-After", retryAfter));
    }

    /** Status 429 with a date to wait for. */
    static WireFault rateLimited(Instant until) {
        return rateLimited(DateTimeFormatter.RFC_1123_DATE_TIME.format(until.atOffset(ZoneOffset.UTC)));
    }

    /** Status 429 with {@code retry-after-ms}. */
    static WireFault rateLimitedMillis(long millis) {
        return new Refuse(429, Map.of("retry-after-ms", String.valueOf(millis)));
    }

    /** A status of 400 and up in the words of the vendor, without any hint how long to wait; 502 and 504 as gateways write them. */
    static WireFault refuse(int status) {
        return new Refuse(status, Map.of());
    }

    /** Status 200 with a page instead of an answer. */
    static WireFault html() {
        return new Answer("text/html", "<html><head><title>Sign in</title></head><body>Sign in</body></html>");
    }

    /** Status 200 without a body. */
    static WireFault empty() {
        return new Answer("text/event-stream", "");
    }

    /** Status 307 to another place, which must not be followed with a key in hand. */
    static WireFault redirect(String location) {
        return new Status(307, Map.of("Location", location), "");
    }

    /** Both at once. */
    default WireFault and(WireFault other) {
        return new Together(List.of(this, other));
    }

    /** A fault that happens at a place in the answer. */
    sealed interface Placed extends WireFault {
        Place place();
    }

    record None() implements WireFault {}

    /** Several at once. */
    record Together(List<WireFault> faults) implements WireFault {
        public Together {
            faults = List.copyOf(faults);
        }
    }

    /** Waits before the head of the answer, in real time: for benchmarks rather than for proofs. */
    record Latency(Duration delay) implements WireFault {}

    /** Sends nothing until the gate is opened, or the client leaves. */
    record Hold(Gate gate) implements WireFault {}

    /** Sends the head of the answer and nothing of its body until the gate is opened, or the client leaves. */
    record HoldBody(Gate gate) implements WireFault {}

    /** Falls silent at a place until the gate is opened, or the client leaves. */
    record HoldAfter(Place place, Gate gate) implements Placed {}

    /** Sends a byte of the body for each one that the gate lets pass. */
    record Dribble(Gate gate) implements WireFault {}

    /** Closes the connection at a place. */
    record CutAfter(Place place) implements Placed {
        public CutAfter(int events) {
            this(Place.after(events));
        }
    }

    /** Resets the connection at a place, so that the client is told of a failure rather than of an end. */
    record ResetAfter(Place place) implements Placed {
        public ResetAfter(int events) {
            this(Place.after(events));
        }
    }

    /** Closes the connection in the middle of the event at a place, within its JSON. */
    record CutWithin(Place place) implements Placed {
        public CutWithin(int events) {
            this(Place.after(events));
        }
    }

    /** Closes the connection within a character, in the first event from a place on that has one of several bytes. */
    record CutWithinCharacter(Place place) implements Placed {
        public CutWithinCharacter(int events) {
            this(Place.after(events));
        }
    }

    /** Ends the body properly at a place, whatever is still to be said. */
    record EndAfter(Place place) implements Placed {
        public EndAfter(int events) {
            this(Place.after(events));
        }
    }

    /** Goes silent at a place until the client leaves, which {@link RecordedRequest#awaitClientLeft} tells. */
    record HangAfter(Place place) implements Placed {
        public HangAfter(int events) {
            this(Place.after(events));
        }
    }

    /** Sends one more event with this data at a place, and goes on. */
    record Inject(Place place, String data) implements Placed {
        public Inject(int events, String data) {
            this(Place.after(events), data);
        }
    }

    /** Sends an error in the dialect's own form at a place of the stream, though the status was 200, and nothing more. */
    record ErrorEvent(Place place, int status, String words) implements Placed {}

    /** Leaves a part of the answer out. */
    record Without(Part part) implements WireFault {}

    /** Sends a part of the answer twice. */
    record Twice(Part part) implements WireFault {}

    /** Parts of a streamed answer that servers forget. */
    enum Part {
        /** The reason to stop. In responses this is the last event, with everything that stands in it. */
        FINISH,
        /** {@code [DONE]}, {@code message_stop}, or the last event of responses. */
        END_MARK,
        /** All usage. */
        USAGE,
        /** The usage that messages tell at the beginning; the one at the end stays. */
        EARLY_USAGE
    }

    /** Answers with this status, headers and body. */
    record Status(int status, Map<String, String> headers, String body) implements WireFault {
        public Status {
            headers = Map.copyOf(headers);
        }
    }

    /** Answers with this status in the words of dialect and vendor, and with these headers beside theirs. */
    record Refuse(int status, Map<String, String> headers) implements WireFault {
        public Refuse {
            if (status < 400) {
                throw new IllegalArgumentException("a refusal has a status of 400 and up: " + status);
            }
            headers = Map.copyOf(headers);
        }
    }

    /** Answers with status 200 and this body, whatever it is. */
    record Answer(String contentType, String body) implements WireFault {}

    /** Sends the right answer under another content type. */
    record ContentType(String contentType) implements WireFault {}

    /** Sends comments before each event, as gateways do to keep a connection open. */
    record KeepAlive(int comments) implements WireFault {}

    /** Ends the lines of the stream by this: {@code "\r\n"} or {@code "\r"}. */
    record LineEnds(String end) implements WireFault {}

    /** Begins the body with a byte order mark. */
    record ByteOrderMark() implements WireFault {}

    /** Makes the first line of data at least so many bytes long, by spaces behind its JSON. */
    record LongLine(int bytes) implements WireFault {}

    /** Sends so many headers more than needed. */
    record ManyHeaders(int headers) implements WireFault {}

    /** Compresses the body, whether the client takes that or not. */
    record Gzip() implements WireFault {}

    /** Sends the body with its length instead of in chunks; it is written when it is complete. */
    record WithLength() implements WireFault {}

    /** Closes the connection once the request was read. */
    record CloseBeforeAnswer() implements WireFault {}

    /** Resets the connection once the request was read. */
    record ResetBeforeAnswer() implements WireFault {}

    /** Sends each byte of the stream in a write of its own. */
    record EveryByte() implements WireFault {}

    /** What holds an answer back. Safe for use by several threads. */
    final class Gate {

        /** Only a guard against a test that never ends; nothing is measured by it. */
        private static final int PATIENCE_SECONDS = 60;

        private final Semaphore passes = new Semaphore(0);
        private final Semaphore arrived = new Semaphore(0);
        private volatile boolean open;

        public Gate() {}

        /** Lets all pass from now on. */
        public void open() {
            open = true;
        }

        /** Lets so many more bytes of {@link Dribble} pass. */
        public void pass(int bytes) {
            passes.release(bytes);
        }

        /**
         * Waits until one more answer stands before it.
         *
         * @throws AssertionError when none comes within a minute
         */
        public void awaitArrival() throws InterruptedException {
            if (!arrived.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("no answer came to the gate within " + PATIENCE_SECONDS + " s");
            }
        }

        void arrive() {
            arrived.release();
        }

        boolean isOpen() {
            return open;
        }

        /** Whether one more byte may pass, which it has then done. */
        boolean takePass() {
            return open || passes.tryAcquire();
        }
    }
}
