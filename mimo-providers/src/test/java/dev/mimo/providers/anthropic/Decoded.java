package dev.mimo.providers.anthropic;

import dev.mimo.environment.Event;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Reply;
import dev.mimo.model.TextDelta;
import dev.mimo.model.ThinkingDelta;
import dev.mimo.model.ToolCallDelta;
import dev.mimo.providers.Dialect;
import dev.mimo.providers.Vendors;
import dev.mimo.providers.http.Credentials;
import dev.mimo.providers.http.Endpoint;
import dev.mimo.providers.http.RecordedAnswer;
import dev.mimo.providers.http.Sizes;
import dev.mimo.providers.http.Timeouts;
import dev.mimo.providers.policy.EndpointPolicy;
import dev.mimo.providers.wire.AnswerReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An answer as it is read, without a socket, and what was told meanwhile. */
final class Decoded {

    static final ModelRef REF = ModelRef.of("anthropic", "claude");
    static final EndpointPolicy PLAIN = Vendors.standard().policy(Dialect.ANTHROPIC);

    private static final Endpoint ENDPOINT = new Endpoint(
            REF,
            URI.create("https://localhost/v1/messages"),
            Credentials.of(null, "", Map.of()),
            Timeouts.defaults(),
            new Sizes(1_000_000, 10_000),
            null);

    final List<Event> events;
    final Reply reply;

    private Decoded(int status, InputStream body, List<Event> events) {
        this.events = events;
        MessagesWire wire = new MessagesWire(REF, PLAIN, ENDPOINT.sizes().arguments());
        RecordedAnswer answer = new RecordedAnswer(ENDPOINT, status, Map.of(), body);
        reply = new AnswerReader(answer, wire.decoding(events::add), PLAIN.errors()).read();
    }

    static Decoded of(int status, String body) {
        return of(status, new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }

    static Decoded of(int status, InputStream body) {
        return of(status, body, new ArrayList<>());
    }

    /** {@code events} takes what is told, when it is told. */
    static Decoded of(int status, InputStream body, List<Event> events) {
        return new Decoded(status, body, events);
    }

    /** The reply to a body of status 200. */
    static Reply reply(String body) {
        return of(200, body).reply;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        events.forEach(event -> text.append(event instanceof TextDelta delta ? delta.text() : ""));
        return text.toString();
    }

    String thinking() {
        StringBuilder text = new StringBuilder();
        events.forEach(event -> text.append(event instanceof ThinkingDelta delta ? delta.text() : ""));
        return text.toString();
    }

    String arguments(int call) {
        StringBuilder text = new StringBuilder();
        events.forEach(event ->
                text.append(event instanceof ToolCallDelta delta && delta.index() == call ? delta.arguments() : ""));
        return text.toString();
    }
}
