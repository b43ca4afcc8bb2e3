package dev.mimo.providers.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.mimo.providers.openai.Delta.CallPiece;
import java.io.IOException;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/**
 * Reads the chunks of an answer, or a whole answer, from their bytes into a {@link ReplyBuilder}. Every field may be missing,
 * null, of another type or out of order. Confined to one thread.
 */
final class ChunkReader {

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(64 * 1024 * 1024)
                    .build())
            .build();

    private final ReplyBuilder reply;
    private final Delta delta = new Delta();
    private @Nullable String error;
    private @Nullable String message;
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
        message = null;
        anyChoice = false;
        try (JsonParser json = JSON.createParser(bytes, offset, length)) {
            JsonToken token = json.nextToken();
            while (token != null) {
                if (token != JsonToken.START_OBJECT) {
                    throw new JsonParseException(json, "an object was expected");
                }
                chunk(json);
                token = json.nextToken();
            }
        }
        return error != null || anyChoice ? error : message;
    }

    /** The provider's name for the answer; null when it gave none. */
    @Nullable
    String id() {
        return id;
    }

    private void chunk(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            switch (field) {
                case "choices" -> choices(json);
                case "usage" -> usage(json);
                case "error" -> error(json);
                case "message", "detail" -> message = value == JsonToken.VALUE_STRING ? json.getText() : skip(json);
                case "id" -> id = id == null && value == JsonToken.VALUE_STRING ? json.getText() : keep(json);
                default -> json.skipChildren();
            }
        }
        atEnd(json);
    }

    private void choices(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            json.skipChildren();
            return;
        }
        anyChoice = true;
        while (more(json)) {
            if (json.currentToken() == JsonToken.START_OBJECT) {
                choice(json);
            } else {
                json.skipChildren();
            }
        }
    }

    private void choice(JsonParser json) throws IOException {
        delta.clear();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            switch (field) {
                case "delta" -> delta(json, false);
                case "message" -> delta(json, true);
                case "text" -> delta.content = scalar(json);
                case "finish_reason" -> delta.finish = scalar(json);
                case "index" -> delta.choice = value.isNumeric() ? json.getValueAsInt() : 0;
                case "usage" -> usage(json);
                case "error" -> error(json);
                default -> json.skipChildren();
            }
        }
        atEnd(json);
        if (delta.choice <= 0) {
            reply.add(delta);
        }
    }

    private void delta(JsonParser json, boolean whole) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        delta.whole = whole;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "content" -> content(json);
                case "reasoning_content", "reasoning" -> delta.addReasoning(orEmpty(scalar(json)));
                case "refusal" -> delta.refusal = scalar(json);
                case "tool_calls" -> calls(json);
                case "function_call" -> function(json);
                default -> json.skipChildren();
            }
        }
        atEnd(json);
    }

    /** Text, or parts of which those with text count. */
    private void content(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            delta.content = scalar(json);
            return;
        }
        StringBuilder text = new StringBuilder();
        while (more(json)) {
            if (json.currentToken() == JsonToken.START_OBJECT) {
                part(json, text);
            } else {
                text.append(orEmpty(scalar(json)));
            }
        }
        delta.content = text.toString();
    }

    private void part(JsonParser json, StringBuilder text) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            if (field.equals("text")) {
                text.append(orEmpty(scalar(json)));
            } else if (field.equals("thinking") && json.currentToken() == JsonToken.START_ARRAY) {
                StringBuilder thought = new StringBuilder();
                while (more(json)) {
                    part(json, thought);
                }
                delta.addReasoning(thought.toString());
            } else {
                json.skipChildren();
            }
        }
        atEnd(json);
    }

    private void calls(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.START_OBJECT) {
            call(json);
        } else if (json.currentToken() == JsonToken.START_ARRAY) {
            while (more(json)) {
                if (json.currentToken() == JsonToken.START_OBJECT) {
                    call(json);
                } else {
                    json.skipChildren();
                }
            }
        }
    }

    private void call(JsonParser json) throws IOException {
        Integer index = null;
        String callId = "";
        CallPiece function = new CallPiece(null, "", "", "");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            if (field.equals("index") && value == JsonToken.VALUE_NUMBER_INT) {
                index = json.getValueAsInt(0);
            } else if (field.equals("id")) {
                callId = orEmpty(scalar(json));
            } else if (field.equals("function") && value == JsonToken.START_OBJECT) {
                function = functionFields(json);
            } else {
                json.skipChildren();
            }
        }
        atEnd(json);
        delta.calls.add(new CallPiece(index, callId, function.name(), function.arguments()));
    }

    /** The form of old, with one call. */
    private void function(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.START_OBJECT) {
            CallPiece fields = functionFields(json);
            delta.calls.add(new CallPiece(0, "", fields.name(), fields.arguments()));
        } else {
            json.skipChildren();
        }
    }

    private static CallPiece functionFields(JsonParser json) throws IOException {
        String name = "";
        String arguments = "";
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            if (field.equals("name")) {
                name = orEmpty(scalar(json));
            } else if (field.equals("arguments")) {
                arguments = value == JsonToken.START_OBJECT ? raw(json) : orEmpty(scalar(json));
            } else {
                json.skipChildren();
            }
        }
        atEnd(json);
        return new CallPiece(null, "", name, arguments);
    }

    private void usage(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.START_OBJECT) {
            reply.usage(Tokens.read(json));
        } else {
            json.skipChildren();
        }
    }

    /** A text, or the words of a number or truth value; null for anything else. */
    private static @Nullable String scalar(JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.VALUE_NULL || !token.isScalarValue()) {
            return skip(json);
        }
        return json.getText();
    }

    private void error(JsonParser json) throws IOException {
        JsonToken value = json.currentToken();
        String told = value.isScalarValue() ? scalar(json) : raw(json);
        if (told != null && !told.isBlank() && !told.equals("false")) {
            error = told;
        }
    }

    private static String raw(JsonParser json) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator copy = JSON.createGenerator(text)) {
            copy.copyCurrentStructure(json);
        }
        return text.toString();
    }

    private static @Nullable String skip(JsonParser json) throws IOException {
        json.skipChildren();
        return null;
    }

    private @Nullable String keep(JsonParser json) throws IOException {
        json.skipChildren();
        return id;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static boolean more(JsonParser json) throws IOException {
        JsonToken token = json.nextToken();
        if (token == null) {
            throw new JsonParseException(json, "the JSON ends within an array");
        }
        return token != JsonToken.END_ARRAY;
    }

    private static void atEnd(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.END_OBJECT) {
            throw new JsonParseException(json, "the JSON ends within an object");
        }
    }
}
