package dev.mimo.providers.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.mimo.model.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what providers send without building trees: a value of the wrong type is passed over, and JSON that ends too early is
 * an exception. The parser stands at the value in question, and afterwards at its end. Confined to one thread.
 */
public final class WireJson {

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(64 * 1024 * 1024)
                    .build())
            .build();

    private static final Pattern COUNT = Pattern.compile("\\d{1,15}(\\.\\d{1,9})?([eE][+-]?\\d{1,3})?");
    private static final Pattern INDEX = Pattern.compile("\\d{1,9}");

    private static final ObjectReader TREES =
            Json.exact().reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private WireJson() {}

    /** Stands before the first value. */
    public static JsonParser parser(byte[] bytes, int offset, int length) throws IOException {
        return JSON.createParser(bytes, offset, length);
    }

    /** A text, or the words of a number or truth value; null for anything else, which is passed over. */
    public static @Nullable String scalar(JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.VALUE_NULL || !token.isScalarValue()) {
            json.skipChildren();
            return null;
        }
        return json.getText();
    }

    /** As {@link #scalar}, with the empty text for null. */
    public static String text(JsonParser json) throws IOException {
        String text = scalar(json);
        return text == null ? "" : text;
    }

    /** A count that makes sense, also as a text; 0 for anything else. */
    public static long count(JsonParser json) throws IOException {
        String text = scalar(json);
        if (text == null || !COUNT.matcher(text).matches()) {
            return 0;
        }
        double value = Double.parseDouble(text);
        return value > 0 && value < 1e12 ? (long) value : 0;
    }

    /** As {@link #count}; null for anything that is no count. */
    public static @Nullable Integer index(JsonParser json) throws IOException {
        String text = scalar(json);
        return text != null && INDEX.matcher(text).matches() ? Integer.valueOf(text) : null;
    }

    /** The value as JSON text. */
    public static String raw(JsonParser json) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator copy = JSON.createGenerator(text)) {
            copy.copyCurrentStructure(json);
        }
        return text.toString();
    }

    /** The value as a tree, numbers with the digits that they came with. */
    public static JsonNode tree(JsonParser json) throws IOException {
        return TREES.readTree(json);
    }

    /** What a field named error tells, as JSON or text; null for what says that there is none. */
    public static @Nullable String error(JsonParser json) throws IOException {
        String told = json.currentToken().isScalarValue() ? scalar(json) : raw(json);
        return told == null || told.isBlank() || told.equals("false") ? null : told;
    }

    /** Makes sure that nothing follows. */
    public static void end(JsonParser json) throws IOException {
        if (json.nextToken() != null) {
            throw new JsonParseException(json, "more than one value");
        }
    }

    /** Goes to the next field's value. False at the end of the object. */
    public static boolean nextField(JsonParser json) throws IOException {
        JsonToken token = json.nextToken();
        if (token == JsonToken.FIELD_NAME) {
            json.nextToken();
            return true;
        }
        if (token != JsonToken.END_OBJECT) {
            throw new JsonParseException(json, "the JSON ends within an object");
        }
        return false;
    }

    /** Goes to the next item. False at the end of the array. */
    public static boolean nextItem(JsonParser json) throws IOException {
        JsonToken token = json.nextToken();
        if (token == null) {
            throw new JsonParseException(json, "the JSON ends within an array");
        }
        return token != JsonToken.END_ARRAY;
    }

    /** Whether an object begins here; anything else is passed over. */
    public static boolean isObject(JsonParser json) throws IOException {
        return is(json, JsonToken.START_OBJECT);
    }

    /** Whether an array begins here; anything else is passed over. */
    public static boolean isArray(JsonParser json) throws IOException {
        return is(json, JsonToken.START_ARRAY);
    }

    private static boolean is(JsonParser json, JsonToken wanted) throws IOException {
        if (json.currentToken() == wanted) {
            return true;
        }
        json.skipChildren();
        return false;
    }
}
