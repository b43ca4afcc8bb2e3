package dev.mimo.providers.responses;

import dev.mimo.environment.Event;
import dev.mimo.model.Message;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.TextDelta;
import dev.mimo.model.ThinkingDelta;
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
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads answers that a test gives, without a socket. */
final class Answering {

    static final ModelRef REF = ModelRef.of("openai", "gpt-5.2");
    static final EndpointPolicy PLAIN = Vendors.standard().policy(Dialect.OPENAI_RESPONSES);

    final List<Event> events = new ArrayList<>();

    private final Sizes sizes;

    Answering() {
        this(Sizes.defaults());
    }

    Answering(Sizes sizes) {
        this.sizes = sizes;
    }

    /** The reply to a body of status 200. */
    Reply answer(String body) {
        return answer(200, new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }

    Reply answer(int status, InputStream body) {
        events.clear();
        Endpoint endpoint = new Endpoint(
                REF,
                URI.create("https://localhost/v1/responses"),
                Credentials.of(null, "", Map.of()),
                Timeouts.defaults(),
                sizes,
                null);
        ResponsesWire wire = new ResponsesWire(REF, PLAIN, sizes.arguments());
        RecordedAnswer answer = new RecordedAnswer(endpoint, status, Map.of(), body);
        return new AnswerReader(answer, wire.decoding(events::add), PLAIN.errors()).read();
    }

    String textDeltas() {
        StringBuilder text = new StringBuilder();
        events.forEach(event -> text.append(event instanceof TextDelta delta ? delta.text() : ""));
        return text.toString();
    }

    String thinkingDeltas() {
        StringBuilder text = new StringBuilder();
        events.forEach(event -> text.append(event instanceof ThinkingDelta delta ? delta.text() : ""));
        return text.toString();
    }

    /** What the model said, as the loop stores it. */
    static Message.Assistant said(Reply reply) {
        return new Message.Assistant(
                reply.message().content(), REF, reply.message().provider());
    }

    /** The request for a prompt, as it goes out. */
    static byte[] body(EndpointPolicy policy, Prompt prompt) {
        return bytes(new ResponsesRequest(REF, policy).encode(prompt));
    }

    static byte[] bytes(List<byte[]> pieces) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        pieces.forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }
}
