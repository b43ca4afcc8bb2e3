package dev.mimo.providers.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.environment.EventSink;
import dev.mimo.model.Json;
import dev.mimo.model.ProviderData;
import dev.mimo.model.StopReason;
import dev.mimo.providers.policy.EndpointPolicy;
import dev.mimo.providers.wire.Decoding;
import dev.mimo.providers.wire.Received;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes in one answer of the messages dialect: events up to {@code message_stop}, or one whole message.
 *
 * <p>A reason to stop finishes the answer: what some gateways lose behind it, the formal end, takes nothing from it.
 */
final class MessagesDecoding implements Decoding {

    /** Said by gateways that end every stream as chat completions end. */
    private static final String DONE = "[DONE]";

    private final String provider;
    private final Map<String, String> finishes;
    private final ReplyBuilder reply;
    private final EventReader events = new EventReader();
    private @Nullable String finish;
    private @Nullable JsonNode stopDetails;
    private boolean ended;

    MessagesDecoding(String provider, EndpointPolicy policy, int longestArguments, EventSink events) {
        this.provider = provider;
        finishes = policy.answers().finishes();
        reply = new ReplyBuilder(provider, longestArguments, events);
    }

    @Override
    public @Nullable String event(String name, byte[] bytes, int offset, int length) throws IOException {
        if (name.equals("error")) {
            return new String(bytes, offset, length, StandardCharsets.UTF_8);
        }
        if (length > 0 && bytes[offset] == '[' && isDone(bytes, offset, length)) {
            ended = true;
            return null;
        }
        WireEvent event = events.read(name, bytes, offset, length);
        if (event.error != null) {
            return event.error;
        }
        take(event);
        return null;
    }

    @Override
    public @Nullable String whole(byte[] bytes) throws IOException {
        WireEvent message = events.read("", bytes, 0, bytes.length);
        if (message.error != null) {
            return message.error;
        }
        if (!message.whole) {
            return message.flatError ? new String(bytes, StandardCharsets.UTF_8) : null;
        }
        message.blocks.forEach(reply::whole);
        stopped(message);
        ended = finish != null;
        return null;
    }

    @Override
    public Progress progress() {
        if (ended) {
            return Progress.ENDED;
        }
        return finish == null ? Progress.OPEN : Progress.FINISHED;
    }

    @Override
    public Received received() {
        StopReason reason = stopReason();
        boolean cut = !reason.equals(StopReason.TOOL_CALLS) && !reason.equals(StopReason.STOP);
        ProviderData whole = stopDetails == null
                ? null
                : new ProviderData(provider, Json.object().set("stop_details", stopDetails));
        return new Received(reply.content(cut), finish, reason, events.tokens().usage(), events.id(), whole);
    }

    /** A model that has nothing to add to the results it got ends its turn in silence. */
    @Override
    public boolean mayBeEmpty() {
        return "end_turn".equals(finish);
    }

    private void take(WireEvent event) throws IOException {
        String type = event.type == null ? "" : event.type;
        switch (type) {
            case "message_start" -> {
                reply.begin();
                event.blocks.forEach(reply::whole);
                stopped(event);
            }
            case "content_block_start" -> reply.start(event.index, event.block);
            case "content_block_delta" -> reply.add(event);
            case "content_block_stop" -> reply.stop(event.index);
            case "message_delta" -> stopped(event);
            case "message_stop" -> ended = true;
            default -> {
                // A ping, or what newer servers tell.
            }
        }
    }

    private void stopped(WireEvent event) {
        if (event.stopReason != null && !event.stopReason.isBlank()) {
            finish = event.stopReason;
        }
        if (event.stopDetails != null && event.stopDetails.isObject()) {
            stopDetails = event.stopDetails;
        }
    }

    private StopReason stopReason() {
        String word = finish == null ? "" : finish;
        String known = finishes.get(word);
        if (known != null) {
            return new StopReason(known);
        }
        return switch (word) {
            case "end_turn", "stop_sequence" -> reply.hasCalls() ? StopReason.TOOL_CALLS : StopReason.STOP;
            case "tool_use" -> StopReason.TOOL_CALLS;
            case "max_tokens", "model_context_window_exceeded" -> StopReason.LENGTH;
            case "pause_turn" -> StopReason.PAUSE;
            case "refusal" -> StopReason.REFUSAL;
            case "" -> StopReason.UNKNOWN;
            default -> new StopReason(word);
        };
    }

    private static boolean isDone(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, Math.min(length, 64), StandardCharsets.UTF_8)
                .strip()
                .equals(DONE);
    }
}
