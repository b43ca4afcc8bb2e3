package dev.mimo.providers.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.EventSink;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.TextDelta;
import dev.mimo.model.ThinkingDelta;
import dev.mimo.model.ToolCallDelta;
import dev.mimo.providers.wire.ReceivedCall;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A block of an answer that is not whole yet. Tells of each piece at once. Confined to one thread. */
sealed interface PendingBlock {

    /** Takes what a delta brought; what does not belong to such a block is passed over. */
    void add(WireEvent delta);

    /** It says that nothing more comes; may be called again. */
    default void end() {}

    /**
     * The block as it came; null when there is nothing in it.
     *
     * @param mayBeCut whether the answer may have ended within it
     */
    @Nullable
    Content finish(boolean mayBeCut);

    /** Words. */
    final class Text implements PendingBlock {

        private final StringBuilder text = new StringBuilder();
        private final EventSink events;

        Text(EventSink events) {
            this.events = events;
        }

        @Override
        public void add(WireEvent delta) {
            if (delta.text != null && !delta.text.isEmpty()) {
                text.append(delta.text);
                events.emit(new TextDelta(delta.text));
            }
        }

        @Override
        public @Nullable Content finish(boolean mayBeCut) {
            return text.length() == 0 ? null : Content.text(text.toString());
        }
    }

    /** Thinking that may be shown, and its signature. */
    final class Thinking implements PendingBlock {

        private final String provider;
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder signature = new StringBuilder();
        private final EventSink events;

        Thinking(String provider, EventSink events) {
            this.provider = provider;
            this.events = events;
        }

        @Override
        public void add(WireEvent delta) {
            if (delta.thinking != null && !delta.thinking.isEmpty()) {
                text.append(delta.thinking);
                events.emit(new ThinkingDelta(delta.thinking));
            }
            if (delta.signature != null) {
                signature.append(delta.signature);
            }
        }

        @Override
        public @Nullable Content finish(boolean mayBeCut) {
            if (signature.length() > 0) {
                return new Content.Thinking(text.toString(), Seal.signature(provider, signature.toString()));
            }
            return text.length() == 0 ? null : new Content.Thinking(text.toString(), null);
        }
    }

    /** Thinking that nobody but the provider can read; it comes whole. */
    record Redacted(String provider, String data) implements PendingBlock {

        @Override
        public void add(WireEvent delta) {}

        @Override
        public @Nullable Content finish(boolean mayBeCut) {
            return data.isEmpty() ? null : new Content.Thinking("", Seal.redacted(provider, data));
        }
    }

    /** A call of one of our tools. Its input comes in pieces of JSON, or, with some servers, whole at the beginning. */
    final class Call implements PendingBlock {

        final String id;
        final String name;
        private final int position;
        private final String given;
        private final StringBuilder pieces = new StringBuilder();
        private final EventSink events;
        private boolean ended;

        /** {@code position} counts the calls of the answer from 0. */
        Call(ObjectNode block, int position, EventSink events) {
            id = block.path("id").asText("");
            name = block.path("name").asText("");
            JsonNode input = block.path("input");
            boolean none = input.isMissingNode() || input.isNull() || (input.isObject() && input.isEmpty());
            given = none ? "" : input.isTextual() ? input.textValue() : Json.write(input);
            this.position = position;
            this.events = events;
            events.emit(new ToolCallDelta(position, name, ""));
        }

        @Override
        public void add(WireEvent delta) {
            if (delta.input != null && !delta.input.isEmpty()) {
                pieces.append(delta.input);
                events.emit(new ToolCallDelta(position, name, delta.input));
            }
        }

        @Override
        public void end() {
            if (!ended && pieces.length() == 0 && !given.isEmpty()) {
                events.emit(new ToolCallDelta(position, name, given));
            }
            ended = true;
        }

        int length() {
            return Math.max(pieces.length(), given.length());
        }

        @Override
        public Content finish(boolean mayBeCut) {
            String arguments = pieces.length() > 0 ? pieces.toString() : given;
            return ReceivedCall.of(id, name, arguments, mayBeCut, null);
        }
    }

    /** What only the provider understands: its fields are kept as they came, with what deltas bring added to them. */
    final class Opaque implements PendingBlock {

        private final String provider;
        private final ObjectNode raw;
        private final StringBuilder input = new StringBuilder();
        private final Map<String, StringBuilder> texts = new TreeMap<>();

        Opaque(String provider, ObjectNode raw) {
            this.provider = provider;
            this.raw = raw;
        }

        @Override
        public void add(WireEvent delta) {
            if (delta.input != null) {
                input.append(delta.input);
            }
            add("text", delta.text);
            add("thinking", delta.thinking);
            add("signature", delta.signature);
            for (Map.Entry<String, JsonNode> other : delta.others.entrySet()) {
                if (other.getValue().isTextual()) {
                    add(other.getKey(), other.getValue().textValue());
                } else {
                    raw.set(other.getKey(), other.getValue());
                }
            }
        }

        private void add(String field, @Nullable String piece) {
            if (piece != null) {
                texts.computeIfAbsent(
                                field, name -> new StringBuilder(raw.path(name).asText("")))
                        .append(piece);
            }
        }

        @Override
        public Content finish(boolean mayBeCut) {
            ObjectNode whole = raw.deepCopy();
            texts.forEach((field, text) -> whole.put(field, text.toString()));
            if (input.length() > 0) {
                whole.set(
                        "input",
                        ReceivedCall.of("", "", input.toString(), mayBeCut, null)
                                .arguments());
            }
            return new Content.Opaque(provider, whole);
        }
    }
}
