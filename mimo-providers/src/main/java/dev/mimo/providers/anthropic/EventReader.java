package dev.mimo.providers.anthropic;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mimo.providers.wire.WireJson;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads events, or a whole message, from their bytes. Every field may be missing, null, of another type or out of order. Only
 * a block that begins is read as a tree; the pieces that follow it are not. Confined to one thread.
 */
final class EventReader {

    private final WireEvent event = new WireEvent();
    private final Tokens tokens = new Tokens();
    private @Nullable String id;

    /**
     * Reads one event or one message, which is valid until the next is read.
     *
     * @param name of the event, for one that does not say its type
     * @throws JsonParseException when it is not one JSON object
     */
    WireEvent read(String name, byte[] bytes, int offset, int length) throws IOException {
        event.clear();
        try (JsonParser json = WireJson.parser(bytes, offset, length)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new JsonParseException(json, "an object was expected");
            }
            top(json);
            WireJson.end(json);
        }
        if (event.type == null && !name.isEmpty()) {
            event.type = name;
        }
        return event;
    }

    Tokens tokens() {
        return tokens;
    }

    /** The provider's name for the message; null when it gave none. */
    @Nullable
    String id() {
        return id;
    }

    private void top(JsonParser json) throws IOException {
        while (WireJson.nextField(json)) {
            String field = json.currentName();
            switch (field) {
                case "index" -> event.index = index(json);
                case "content_block" -> event.block = WireJson.tree(json);
                case "delta" -> delta(json);
                case "message" -> message(json);
                case "error" -> event.error = WireJson.error(json);
                case "detail", "msg" -> event.flatError |= !WireJson.text(json).isBlank();
                default -> messageField(field, json);
            }
        }
    }

    private void message(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            event.flatError |= !WireJson.text(json).isBlank();
            return;
        }
        String type = event.type;
        while (WireJson.nextField(json)) {
            messageField(json.currentName(), json);
        }
        event.type = type;
    }

    private void messageField(String field, JsonParser json) throws IOException {
        switch (field) {
            case "type" -> event.type = WireJson.scalar(json);
            case "id" -> {
                String given = WireJson.scalar(json);
                id = id == null ? given : id;
            }
            case "content" -> content(json);
            case "usage" -> tokens.read(json);
            case "stop_reason" -> event.stopReason = WireJson.scalar(json);
            case "stop_details" -> event.stopDetails = WireJson.tree(json);
            default -> json.skipChildren();
        }
    }

    private void content(JsonParser json) throws IOException {
        if (WireJson.isArray(json)) {
            event.whole = true;
            while (WireJson.nextItem(json)) {
                event.blocks.add(WireJson.tree(json));
            }
        }
    }

    private void delta(JsonParser json) throws IOException {
        if (!WireJson.isObject(json)) {
            return;
        }
        while (WireJson.nextField(json)) {
            String field = json.currentName();
            switch (field) {
                case "type" -> json.skipChildren();
                case "text" -> event.text = WireJson.scalar(json);
                case "thinking" -> event.thinking = WireJson.scalar(json);
                case "signature" -> event.signature = WireJson.scalar(json);
                case "partial_json" -> event.input = piece(json);
                case "stop_reason" -> event.stopReason = WireJson.scalar(json);
                case "stop_details" -> event.stopDetails = WireJson.tree(json);
                default -> event.others.put(field, WireJson.tree(json));
            }
        }
    }

    /** Arguments are a text, but some servers give them as the object they are. */
    private static @Nullable String piece(JsonParser json) throws IOException {
        return json.currentToken() == JsonToken.START_OBJECT ? WireJson.raw(json) : WireJson.scalar(json);
    }

    private static int index(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            return (int) WireJson.count(json);
        }
        json.skipChildren();
        return WireEvent.LATEST;
    }
}
