package dev.mimo.providers.responses;

import com.fasterxml.jackson.core.JsonParser;
import dev.mimo.model.StopReason;
import dev.mimo.model.Usage;
import dev.mimo.providers.wire.Decoding;
import dev.mimo.providers.wire.Received;
import dev.mimo.providers.wire.WireJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes in one answer of the responses dialect: events up to the one that ends the response, or one whole response. */
final class ResponsesDecoding implements Decoding {

    private static final String COMPLETED = "completed";
    private static final String INCOMPLETE = "incomplete";

    private final String provider;
    private final Map<String, String> finishes;
    private final ReplyItems reply;
    private final StreamEvent event = new StreamEvent();
    private @Nullable String id;
    private @Nullable String finish;
    private Usage usage = Usage.none();
    private boolean ended;

    /** {@code finishes}: the vendor's own reasons to stop, in our words. */
    ResponsesDecoding(String provider, Map<String, String> finishes, ReplyItems reply) {
        this.provider = provider;
        this.finishes = finishes;
        this.reply = reply;
    }

    @Override
    public @Nullable String event(String name, byte[] bytes, int offset, int length) throws IOException {
        boolean object = length > 0 && bytes[offset] == '{';
        if (!object && name.equals("error")) {
            return new String(bytes, offset, length, StandardCharsets.UTF_8);
        }
        if (!object && isDone(bytes, offset, length)) {
            return null;
        }
        boolean any = event.read(bytes, offset, length);
        return any ? take(event.type.isEmpty() ? name : event.type, length) : null;
    }

    @Override
    public @Nullable String whole(byte[] bytes) throws IOException {
        ResponseFields response;
        try (JsonParser json = WireJson.parser(bytes, 0, bytes.length)) {
            json.nextToken();
            response = ResponseFields.read(json);
            WireJson.end(json);
        }
        if (response.output == null) {
            return response.error == null ? response.message : response.error;
        }
        reply.grow(bytes.length);
        String status = response.status == null ? "" : response.status;
        return switch (status) {
            case "", COMPLETED, INCOMPLETE -> end(status, response);
            case "failed", "cancelled" -> response.failure();
            default -> response.error;
        };
    }

    @Override
    public Progress progress() {
        return ended ? Progress.ENDED : Progress.OPEN;
    }

    @Override
    public Received received() {
        boolean complete = COMPLETED.equals(finish);
        return new Received(
                reply.content(provider, complete),
                finish,
                stopReason(),
                usage,
                id,
                Phases.kept(reply.phases(), provider));
    }

    private @Nullable String take(String type, int length) {
        switch (type) {
            case "response.output_text.delta" -> reply.text(event.index, event.piece);
            case "response.refusal.delta" -> reply.refusal(event.index, event.piece);
            case "response.reasoning_summary_text.delta", "response.reasoning_summary.delta" ->
                reply.thinking(event.index, event.part, event.piece);
            case "response.reasoning_text.delta", "response.reasoning.delta" ->
                reply.thinking(event.index, -1 - event.part, event.piece);
            case "response.function_call_arguments.delta" -> reply.arguments(event.index, event.piece, false);
            case "response.custom_tool_call_input.delta" -> reply.arguments(event.index, event.piece, true);
            case "response.output_item.added" -> reply.begin(event.index, event.item());
            case "response.output_item.done" -> {
                reply.grow(length);
                reply.finish(event.index, event.item());
            }
            case "response.created", "response.queued", "response.in_progress" -> note(event.response());
            case "response.completed",
                    "response.done",
                    "response.incomplete",
                    "response.failed",
                    "response.cancelled" -> {
                return over(type.substring("response.".length()), event.response());
            }
            case "error" -> {
                return event.failure();
            }
            case "", "message" -> {
                return event.findFailure();
            }
            default -> {}
        }
        return null;
    }

    /** What the response says of itself counts when it is worse than what the event says. */
    private @Nullable String over(String told, ResponseFields response) {
        note(response);
        String status = response.status == null ? told : response.status;
        boolean failed = status.equals("failed") || status.equals("cancelled");
        if (failed || told.equals("failed") || told.equals("cancelled")) {
            return response.failure();
        }
        boolean cut = status.equals(INCOMPLETE) || told.equals(INCOMPLETE);
        return end(cut ? INCOMPLETE : COMPLETED, response);
    }

    private @Nullable String end(String status, ResponseFields response) {
        if (response.output != null) {
            reply.complete(response.output);
        }
        note(response);
        if (status.equals(INCOMPLETE)) {
            finish = response.reason == null ? INCOMPLETE : response.reason;
        } else {
            finish = status.isEmpty() ? null : status;
        }
        ended = true;
        return response.error;
    }

    private void note(ResponseFields response) {
        id = response.id == null ? id : response.id;
        usage = response.usage.total() > 0 ? response.usage : usage;
    }

    private StopReason stopReason() {
        if (reply.isRefused()) {
            return StopReason.REFUSAL;
        }
        if (finish == null || finish.isBlank()) {
            return StopReason.UNKNOWN;
        }
        String word = finish.strip().toLowerCase(Locale.ROOT);
        String known = finishes.get(word);
        if (known != null) {
            return new StopReason(known);
        }
        return switch (word) {
            case COMPLETED -> reply.hasCalls() ? StopReason.TOOL_CALLS : StopReason.STOP;
            case "max_output_tokens", "max_tokens" -> StopReason.LENGTH;
            case "content_filter" -> StopReason.CONTENT_FILTER;
            default -> new StopReason(word);
        };
    }

    /** The end mark of other dialects, which some gateways put behind this one too. */
    private static boolean isDone(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, Math.min(length, 16), StandardCharsets.UTF_8)
                .strip()
                .equals("[DONE]");
    }
}
