package dev.mimo.testing.server;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** What the server does wrong with one request. Everything that is not said to be wrong goes on as usual. */
public sealed interface WireFault {

    /** Nothing. */
    static WireFault none() {
        return new None();
    }

    /** Status 429 with {@code Retry-After}, in the form of the provider. */
    static WireFault rateLimited(String retryAfter) {
        return new Status(
                429,
                Map.of("Retry-After", retryAfter),
                "{\"error\":{\"message\":\"Too many requests\",\"type\":\"rate_limit_error\"}}");
    }

    /** Status 200 with a page instead of an answer. */
    static WireFault html() {
        return new Answer("text/html", "<html><head><title>Sign in</title></head><body>Sign in</body></html>");
    }

    /** Status 200 without a body. */
    static WireFault empty() {
        return new Answer("text/event-stream", "");
    }

    record None() implements WireFault {}

    /** Waits before the head of the answer, in real time: for benchmarks rather than for proofs. */
    record Latency(Duration delay) implements WireFault {}

    /** Sends nothing until the gate is opened, or the client leaves. */
    record Hold(Gate gate) implements WireFault {}

    /** Sends the head of the answer and nothing of its body until the gate is opened, or the client leaves. */
    record HoldBody(Gate gate) implements WireFault {}

    /** Closes the connection after some events of the stream. */
    record CutAfter(int events) implements WireFault {}

    /** Closes the connection in the middle of the event after {@code events}. */
    record CutWithin(int events) implements WireFault {}

    /** Ends the stream properly after some events, without a finish or an end mark. */
    record EndAfter(int events) implements WireFault {}

    /** Goes silent after some events until the client leaves, which {@link RecordedRequest#awaitClientLeft} tells. */
    record HangAfter(int events) implements WireFault {}

    /** Sends one more event with this data after some events, and goes on. */
    record Inject(int events, String data) implements WireFault {}

    /** Answers with this status, headers and body. */
    record Status(int status, Map<String, String> headers, String body) implements WireFault {
        public Status {
            headers = Map.copyOf(headers);
        }
    }

    /** Answers with status 200 and this body, whatever it is. */
    record Answer(String contentType, String body) implements WireFault {}

    /** Sends the right answer under another content type. */
    record ContentType(String contentType) implements WireFault {}

    /** Sends comments before each event, as gateways do to keep a connection open. */
    record KeepAlive(int comments) implements WireFault {}

    /** Closes the connection once the request was read. */
    record CloseBeforeAnswer() implements WireFault {}

    /** Sends each byte of the stream in a write of its own. */
    record EveryByte() implements WireFault {}

    /** What holds an answer back. Safe for use by several threads. */
    final class Gate {

        private final CountDownLatch open = new CountDownLatch(1);

        public Gate() {}

        public void open() {
            open.countDown();
        }

        boolean isOpen() {
            return open.getCount() == 0;
        }
    }
}
