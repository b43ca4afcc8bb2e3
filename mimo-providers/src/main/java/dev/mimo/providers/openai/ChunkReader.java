package dev.mimo.providers.openai;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.mimo.providers.openai.Delta.CallPiece;
import dev.mimo.providers.wire.WireJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the chunks of an answer, or a whole answer, from their bytes into a {@link ReplyBuilder}. Every field may be missing,
 * null, of another type or out of order. Confined to one thread.
 */
final class ChunkReader {

    private final ReplyBuilder reply;
    private final Delta delta = new Delta();
    private @Nullable String error;
    private boolean flatError;
    private @Nullable String id;
    private boolean anyChoice;

    ChunkReader(ReplyBuilder reply) {
        this.reply = reply;
    }

    /**
     * Takes in one event, or one body.
     *
     * @return the error it tells of, as JSON or text; null when there is none
     * @throws JsonParseException when it is not made of JSON objects
     */
    @Nullable
    String read(byte[] bytes, int offset, int length) throws IOException {
        error = null;
        flatError = false;
        anyChoice = false;
        try (JsonParser json = WireJson.parser(bytes, offset, length)) {
            JsonToken token = json.nextToken();
            while (token != null) {
                if (token != JsonToken.START_OBJECT) {
                    throw new JsonParseException(json, "an object was expected");
                }
                chunk(json);
                token = json.nextToken();
            }
        }
        return error == null && flatError && !anyChoice
                ? new String(bytes, offset, length, StandardCharsets.UTF_8)
                : error;
    }

    /** The provider's name for the answer; null when it gave none. */
    @Nullable
    String id() {
        return id;
    }

    private void chunk(JsonParser json) throws IOException {
        while (WireJson.nextField(json)) {
            String field = json.currentName();
            switch (field) {
                case "choices" -> choices(json);
                case "usage" -> usage(json);
                case "error" -> error(json);
                case "message", "detail", "msg" ->
                    flatError |= !WireJson.text(json).isBlank();
                case "id" -> {
                    String given = WireJson.scalar(json);
                    id = id == null ? given : id;
                }
                default -> json.skipChildren();
            }
        }
    }

    private void choices(JsonParser json) throws IOException {
        if (!WireJson.isArray(json)) {
            return;
        }
        anyChoice = true;
        while (WireJson.nextItem(json)) {
            if (WireJson.isObject(json)) {
                choice(json);
            }
        }
    }

    private void choice(JsonParser json) throws IOException {
        delta.clear();
        try {
            while (WireJson.nextField(json)) {
                choiceField(json);
            }
        } catch (JsonProcessingException e) {
            if (delta.whole) {
                // A body that is cut still says what it said before.
                delta.finish = null;
                reply.add(delta);
            }
            throw e;
        }
        if (delta.choice <= 0) {
            reply.add(delta);
        }
    }

    private void choiceField(JsonParser json) throws IOException {
        String field = json.currentName();
        switch (field) {
            case "delta" -> delta(json, false);
            case "message" -> delta(json, true);
            case "text" -> delta.content = WireJson.scalar(json);
            case "finish_reason" -> delta.finish = WireJson.scalar(json);
            case "index" -> delta.choice = (int) WireJson.count(json);
            case "usage" -> usage(json);
            case "error" -> error(json);
            default -> json.skipChildren();
        }
    }

    private void delta(JsonParser json, boolean whole) throws IOException {
        if (!WireJson.isObject(json)) {
            return;
        }
        delta.whole = whole;
        while (WireJson.nextField(json)) {
            String field = json.currentName();
            switch (field) {
                case "content" -> content(json);
                case "reasoning_content", "reasoning" -> delta.addReasoning(WireJson.text(json));
                case "refusal" -> delta.refusal = WireJson.scalar(json);
                case "tool_calls" -> calls(json);
                case "function_call" -> function(json);
                default -> json.skipChildren();
            }
        }
    }

    /** Text, or parts of which those with text count. */
    private void content(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            delta.content = WireJson.scalar(json);
            return;
        }
        StringBuilder text = new StringBuilder();
        while (WireJson.nextItem(json)) {
            if (json.currentToken() == JsonToken.START_OBJECT) {
                part(json, text);
            } else {
                text.append(WireJson.text(json));
            }
        }
        delta.content = text.toString();
    }

    private void part(JsonParser json, StringBuilder text) throws IOException {
        while (WireJson.nextField(json)) {
            String field = json.currentName();
            if (field.equals("text")) {
                text.append(WireJson.text(json));
            } else if (field.equals("thinking") && json.currentToken() == JsonToken.START_ARRAY) {
                StringBuilder thought = new StringBuilder();
                while (WireJson.nextItem(json)) {
                    part(json, thought);
                }
                delta.addReasoning(thought.toString());
            } else {
                json.skipChildren();
            }
        }
    }

    private void calls(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.START_OBJECT) {
            call(json);
        } else if (json.currentToken() == JsonToken.START_ARRAY) {
            while (WireJson.nextItem(json)) {
                if (WireJson.isObject(json)) {
                    call(json);
                }
            }
        }
    }

    private void call(JsonParser json) throws IOException {
        Integer index = null;
        String callId = "";
        CallPiece function = new CallPiece(null, "", "", "");
        while (WireJson.nextField(json)) {
            String field = json.currentName();
            JsonToken value = json.currentToken();
            if (field.equals("index")) {
                index = WireJson.index(json);
            } else if (field.equals("id")) {
                callId = WireJson.text(json);
            } else if (field.equals("function") && value == JsonToken.START_OBJECT) {
                function = functionFields(json);
            } else {
                json.skipChildren();
            }
        }
        delta.calls.add(new CallPiece(index, callId, function.name(), function.arguments()));
    }

    /** The form of old, with one call. */
    private void function(JsonParser json) throws IOException {
        if (WireJson.isObject(json)) {
            CallPiece fields = functionFields(json);
            delta.calls.add(new CallPiece(0, "", fields.name(), fields.arguments()));
        }
    }

    private static CallPiece functionFields(JsonParser json) throws IOException {
        String name = "";
        String arguments = "";
        while (WireJson.nextField(json)) {
            String field = json.currentName();
            JsonToken value = json.currentToken();
            if (field.equals("name")) {
                name = WireJson.text(json);
            } else if (field.equals("arguments")) {
                arguments = value.isStructStart() ? WireJson.raw(json) : WireJson.text(json);
            } else {
                json.skipChildren();
            }
        }
        return new CallPiece(null, "", name, arguments);
    }

    private void usage(JsonParser json) throws IOException {
        if (WireJson.isObject(json)) {
            reply.usage(Tokens.read(json));
        }
    }

    private void error(JsonParser json) throws IOException {
        String told = WireJson.error(json);
        error = told == null ? error : told;
    }
}
