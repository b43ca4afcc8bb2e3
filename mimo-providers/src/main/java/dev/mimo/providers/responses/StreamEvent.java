package dev.mimo.providers.responses;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import dev.mimo.providers.wire.WireJson;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What one event of a stream says, read from its bytes; used again for the next. Its type may stand behind everything else.
 * Every field may be missing, null or of another type. Confined to one thread.
 */
final class StreamEvent {

    /** Empty when it stands nowhere in the event. */
    String type = "";

    /** A piece of text, thinking or arguments. */
    String piece = "";

    /** Which item of the output; null when it is not said. */
    @Nullable
    Integer index;

    /** Which part of the item. */
    int part;

    private @Nullable String error;
    private @Nullable JsonNode item;
    private @Nullable ResponseFields response;
    private @Nullable String code;
    private @Nullable String message;

    /**
     * Takes in the event.
     *
     * @return false when there is nothing in it
     * @throws JsonParseException when it is not one JSON object
     */
    boolean read(byte[] bytes, int offset, int length) throws IOException {
        clear();
        try (JsonParser json = WireJson.parser(bytes, offset, length)) {
            JsonToken first = json.nextToken();
            if (first == null) {
                return false;
            }
            if (first != JsonToken.START_OBJECT) {
                throw new JsonParseException(json, "an object was expected");
            }
            while (WireJson.nextField(json)) {
                field(json);
            }
            WireJson.end(json);
        }
        return true;
    }

    /** The item that it tells of; empty when it tells of none. */
    JsonNode item() {
        return item == null ? Json.object() : item;
    }

    /** The response that it tells of; without anything when it tells of none. */
    ResponseFields response() {
        return response == null ? new ResponseFields() : response;
    }

    /** The error of an event that is one: nested in it, or the event itself. */
    String failure() {
        if (error != null) {
            return error;
        }
        ObjectNode told = Json.object().put("code", code);
        return Json.write(
                told.put("message", message == null ? "the provider ended the answer with an error" : message));
    }

    /** The error of an event that does not say what it is; null when there is none. */
    @Nullable
    String findFailure() {
        return error == null && message == null ? null : failure();
    }

    private void clear() {
        type = "";
        piece = "";
        index = null;
        part = 0;
        error = null;
        item = null;
        response = null;
        code = null;
        message = null;
    }

    private void field(JsonParser json) throws IOException {
        String field = json.currentName();
        switch (field) {
            case "type" -> type = WireJson.text(json);
            case "delta" -> piece = WireJson.text(json);
            case "output_index" -> index = number(json);
            case "summary_index", "content_index" -> {
                Integer number = number(json);
                part = number == null ? 0 : number;
            }
            case "item" -> item = WireJson.isObject(json) ? WireJson.tree(json) : null;
            case "response" -> response = WireJson.isObject(json) ? ResponseFields.read(json) : null;
            case "error" -> error = WireJson.error(json);
            case "code" -> code = WireJson.scalar(json);
            case "message" -> message = WireJson.scalar(json);
            default -> json.skipChildren();
        }
    }

    private static @Nullable Integer number(JsonParser json) throws IOException {
        if (!json.currentToken().isNumeric()) {
            json.skipChildren();
            return null;
        }
        return (int) Math.min(WireJson.count(json), Integer.MAX_VALUE);
    }
}
