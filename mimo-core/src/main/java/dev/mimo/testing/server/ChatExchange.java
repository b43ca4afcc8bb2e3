package dev.mimo.testing.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mimo.environment.Event;
import dev.mimo.environment.MimoException;
import dev.mimo.model.Json;
import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelException;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.Role;
import dev.mimo.model.TextDelta;
import dev.mimo.model.ThinkingDelta;
import dev.mimo.model.ToolCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Answers one chat completions request with what a model says, and with its fault. Confined to one thread. */
final class ChatExchange {

    private static final int ARGUMENT_PIECE = 16;

    private final HttpConnection connection;
    private final RecordedRequest request;
    private final WireFault fault;
    private final String id;
    private String model = "";
    private boolean streaming;
    private boolean begun;
    private boolean textTold;
    private boolean thinkingTold;
    private int sent;

    ChatExchange(HttpConnection connection, RecordedRequest request, WireFault fault, String id) {
        this.connection = connection;
        this.request = request;
        this.fault = fault;
        this.id = id;
    }

    /**
     * Answers.
     *
     * @return whether another request may follow on the connection
     */
    boolean answer(Model behind) throws IOException {
        if (fault instanceof WireFault.CloseBeforeAnswer) {
            return false;
        }
        if (fault instanceof WireFault.Latency latency) {
            long over = System.nanoTime() + latency.delay().toNanos();
            pause(() -> System.nanoTime() - over >= 0);
        }
        if (fault instanceof WireFault.Hold hold) {
            pause(hold.gate()::isOpen);
        }
        if (fault instanceof WireFault.Status status) {
            connection.answer(status.status(), status.headers(), bytes(status.body()));
            return true;
        }
        if (fault instanceof WireFault.Answer answer) {
            connection.answer(200, Map.of("Content-Type", answer.contentType()), bytes(answer.body()));
            return true;
        }
        return ask(behind);
    }

    private boolean ask(Model behind) throws IOException {
        Prompt prompt;
        try {
            ObjectNode body = request.json();
            model = body.path("model").asText();
            streaming = body.path("stream").asBoolean(false);
            prompt = ChatWire.prompt(body);
        } catch (MimoException | IllegalArgumentException e) {
            connection.answer(400, json(), error(String.valueOf(e.getMessage()), "invalid_request_error"));
            return true;
        }
        try {
            Reply reply = behind.reply(prompt, ModelCall.of(Role.MAIN).withEvents(this::tell));
            if (streaming) {
                stream(reply);
            } else {
                connection.answer(
                        200, json(), bytes(ChatWire.completion(id, model, reply).toString()));
            }
            return true;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (ModelException e) {
            refuse(e);
            return true;
        }
    }

    private void refuse(ModelException e) throws IOException {
        String words = e.failure().words();
        if (begun) {
            event("{\"error\":" + Json.object().put("message", words) + "}");
            connection.endChunks();
            return;
        }
        Integer known = e.failure().status();
        int status = known != null && known >= 400 ? known : e instanceof ModelException.RateLimited ? 429 : 500;
        Duration wait = e.retryAfter();
        Map<String, String> headers = wait == null
                ? json()
                : Map.of("Content-Type", "application/json", "Retry-After", String.valueOf(wait.toSeconds()));
        connection.answer(status, headers, error(words, "model_error"));
    }

    /** What the model says while it thinks goes out at once; calls follow with the reply, which knows their ids. */
    private void tell(Event event) {
        try {
            if (streaming && event instanceof TextDelta delta) {
                textTold = true;
                field("content", TextNode.valueOf(delta.text()));
            } else if (streaming && event instanceof ThinkingDelta delta) {
                thinkingTold = true;
                field("reasoning_content", TextNode.valueOf(delta.text()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void stream(Reply reply) throws IOException {
        String thinking = ChatWire.thinking(reply);
        if (!thinkingTold && !thinking.isEmpty()) {
            field("reasoning_content", TextNode.valueOf(thinking));
        }
        String text = reply.message().text();
        if (!textTold && !text.isEmpty()) {
            field("content", TextNode.valueOf(text));
        }
        List<ToolCall> calls = reply.message().toolCalls();
        for (int i = 0; i < calls.size(); i++) {
            field("tool_calls", ChatWire.callBegins(calls.get(i), i));
            String arguments = ChatWire.arguments(calls.get(i));
            for (int at = 0; at < arguments.length(); at += ARGUMENT_PIECE) {
                String piece = arguments.substring(at, Math.min(arguments.length(), at + ARGUMENT_PIECE));
                field("tool_calls", ChatWire.callGoesOn(i, piece));
            }
        }
        event(ChatWire.finishChunk(id, model, reply).toString());
        event(ChatWire.usageChunk(id, model, reply).toString());
        event("[DONE]");
        connection.endChunks();
    }

    private void field(String name, JsonNode value) throws IOException {
        event(ChatWire.chunk(id, model, name, value).toString());
    }

    private void event(String data) throws IOException {
        begin();
        byte[] line = bytes("data: " + data + "\n\n");
        faultBefore(line);
        write(line);
        sent++;
    }

    private void faultBefore(byte[] line) throws IOException {
        if (fault instanceof WireFault.CutAfter cut && sent == cut.events()) {
            throw new Over(false);
        }
        if (fault instanceof WireFault.CutWithin cut && sent == cut.events()) {
            connection.chunk(java.util.Arrays.copyOf(line, line.length / 2));
            throw new Over(false);
        }
        if (fault instanceof WireFault.EndAfter end && sent == end.events()) {
            connection.endChunks();
            throw new Over(true);
        }
        if (fault instanceof WireFault.HangAfter hang && sent == hang.events()) {
            pause(() -> false);
        }
        if (fault instanceof WireFault.Inject inject && sent == inject.events()) {
            write(bytes("data: " + inject.data() + "\n\n"));
        }
        if (fault instanceof WireFault.KeepAlive alive) {
            for (int i = 0; i < alive.comments(); i++) {
                write(bytes(": still here\n\n"));
            }
        }
    }

    private void begin() throws IOException {
        if (begun) {
            return;
        }
        begun = true;
        String type = fault instanceof WireFault.ContentType other ? other.contentType() : "text/event-stream";
        connection.beginChunks(type);
        if (fault instanceof WireFault.HoldBody hold) {
            pause(hold.gate()::isOpen);
        }
    }

    private void write(byte[] bytes) throws IOException {
        if (fault instanceof WireFault.EveryByte) {
            for (byte one : bytes) {
                connection.chunk(new byte[] {one});
            }
        } else {
            connection.chunk(bytes);
        }
    }

    private void pause(java.util.function.BooleanSupplier over) throws IOException {
        if (connection.waitUntil(over)) {
            request.clientLeft();
            throw new Over(false);
        }
    }

    private static Map<String, String> json() {
        return Map.of("Content-Type", "application/json");
    }

    private static byte[] error(String message, String type) {
        ObjectNode body = Json.object();
        body.putObject("error").put("message", message).put("type", type);
        return bytes(body.toString());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Nothing more is said to this request. */
    static final class Over extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final boolean more;

        /** {@code more}: whether another request may follow on the connection. */
        Over(boolean more) {
            super(null, null, false, false);
            this.more = more;
        }

        boolean more() {
            return more;
        }
    }
}
