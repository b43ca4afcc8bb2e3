package dev.mimo.providers;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Content;
import dev.mimo.model.FailureKind;
import dev.mimo.model.Json;
import dev.mimo.model.ModelException;
import dev.mimo.model.StopReason;
import dev.mimo.model.ToolCall;
import dev.mimo.model.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a recorded answer says. Immutable.
 *
 * @param outcome whether it is a reply
 * @param content all that came, in the order in which it was said, also before a failure
 * @param calls the calls of {@code content}, each with what speaks against running it
 * @param stopReason why the model stopped, as far as it said
 * @param usage the tokens counted; nothing when none were
 * @param failure what a live call would have thrown; null when the answer is complete
 */
public record DecodedAnswer(
        Outcome outcome,
        List<Content> content,
        List<Call> calls,
        StopReason stopReason,
        Usage usage,
        @Nullable ModelException failure) {

    private static final Set<StopReason> SHOWN = Set.of(
            StopReason.STOP,
            StopReason.TOOL_CALLS,
            StopReason.LENGTH,
            StopReason.CONTENT_FILTER,
            StopReason.REFUSAL,
            StopReason.PAUSE);

    public DecodedAnswer {
        content = List.copyOf(content);
        calls = List.copyOf(calls);
    }

    /** How a recorded answer ended. */
    public enum Outcome {
        /** It has a finish or the end mark: it is a reply. */
        COMPLETE,
        /** It broke off before either. Nothing of it is run. */
        INCOMPLETE,
        /** The provider refused or failed, or it is no answer. Nothing of it is run. */
        ERROR;

        /** The name as it stands in JSON. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A call as it came.
     *
     * @param call with the provider's id, which is blank when there was none
     * @param fault why it is not run; null when it may be
     */
    public record Call(ToolCall call, @Nullable String fault) {

        /** Whether it may be run. */
        public boolean isValid() {
            return fault == null;
        }
    }

    /** The words, without thinking; empty when there are none. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Content block : content) {
            text.append(block instanceof Content.Text words ? words.text() : "");
        }
        return text.toString();
    }

    /** The thinking that may be shown; empty when there is none. */
    public String reasoning() {
        StringBuilder text = new StringBuilder();
        for (Content block : content) {
            text.append(block instanceof Content.Thinking thought ? thought.text() : "");
        }
        return text.toString();
    }

    /**
     * One object for scripts: {@code outcome, text, reasoning, finish, tool_calls, usage, error}. What is absent is null; the
     * finish is {@code tool_calls} whenever there are valid ones, and null unless the answer is complete.
     */
    public ObjectNode toJson() {
        ObjectNode json = Json.object();
        json.put("outcome", outcome.label());
        json.put("text", orNull(text()));
        json.put("reasoning", orNull(reasoning()));
        json.put("finish", finish());
        ArrayNode list = json.putArray("tool_calls");
        calls.forEach(call -> list.add(toJson(call)));
        json.set("usage", usage.equals(Usage.none()) ? null : toJson(usage));
        json.set("error", failure == null ? null : toJson(failure));
        return json;
    }

    private @Nullable String finish() {
        if (outcome != Outcome.COMPLETE) {
            return null;
        }
        StopReason shown = calls.stream().anyMatch(Call::isValid) ? StopReason.TOOL_CALLS : stopReason;
        return (SHOWN.contains(shown) ? shown : StopReason.UNKNOWN).value();
    }

    private static ObjectNode toJson(Call decoded) {
        ToolCall call = decoded.call();
        ObjectNode json = Json.object();
        json.put("id", orNull(call.id()));
        json.put("name", orNull(call.name()));
        json.set("arguments", call.isWhole() ? call.arguments() : null);
        return json.put("valid", decoded.isValid());
    }

    private static ObjectNode toJson(Usage usage) {
        return Json.object()
                .put("input", usage.input())
                .put("output", usage.output())
                .put("reasoning", usage.reasoning())
                .put("cache_read", usage.cacheRead())
                .put("cache_write", usage.cacheWrite());
    }

    /** A prompt that was refused for its content is a request that is not taken. */
    private static ObjectNode toJson(ModelException failure) {
        FailureKind kind = failure.kind() == FailureKind.CONTENT_FILTER ? FailureKind.INVALID_REQUEST : failure.kind();
        Duration wait = failure.retryAfter();
        return Json.object()
                .put("kind", kind.label())
                .put("retryable", failure.retryable())
                .put("retry_after_ms", wait == null ? null : wait.toMillis())
                .put("message", failure.failure().words());
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
