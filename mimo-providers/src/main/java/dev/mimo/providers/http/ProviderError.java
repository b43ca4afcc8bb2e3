package dev.mimo.providers.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.model.Json;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a provider says of a failure, in any of the shapes in use.
 *
 * @param message its words; never empty
 * @param code its own number or name; empty when there is none
 * @param type its class of failure; empty when there is none
 * @param json everything it said; null as JSON when it said something else
 */
record ProviderError(String message, String code, String type, JsonNode json) {

    private static final Pattern TAGS = Pattern.compile("<(script|style)[^>]*>.*?</\\1>|<[^>]*>", Pattern.DOTALL);
    private static final Pattern EVENT = Pattern.compile("\\A\\s*(?:event:.*\\R)?data:(.*)");
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final int LONGEST_HTML = 200;
    private static final int LONGEST_MESSAGE = 10_000;

    ProviderError {
        message = message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) : message;
    }

    /** Reads a body, which may be a stream with one event, or the error object of a stream. */
    static ProviderError parse(String body) {
        Matcher event = EVENT.matcher(body);
        String text = event.find() ? event.group(1).strip() : body.strip();
        if (text.startsWith("{") || text.startsWith("[")) {
            try {
                JsonNode json = Json.mapper().readTree(text);
                return of(json.isArray() && json.size() > 0 ? json.get(0) : json);
            } catch (JsonProcessingException e) {
                return plain(text);
            }
        }
        return plain(text);
    }

    /** Whether any of code, type or message holds {@code word}, which is in lower case. */
    boolean says(String word) {
        return (code + " " + type + " " + message).toLowerCase(Locale.ROOT).contains(word);
    }

    /** The HTTP status that the error object names; {@code otherwise} when it names none. */
    int status(int otherwise) {
        JsonNode error = json.path("error");
        JsonNode from = error.isObject() ? error : json;
        String named =
                first(httpStatus(code), httpStatus(scalar(from, "status")), httpStatus(scalar(from, "status_code")));
        return named.isEmpty() ? otherwise : Integer.parseInt(named);
    }

    private static String httpStatus(String text) {
        return text.matches("[1-5]\\d\\d") ? text : "";
    }

    private static ProviderError plain(String text) {
        String words = text;
        if (text.startsWith("<")) {
            String bare = BLANKS.matcher(TAGS.matcher(text).replaceAll(" "))
                    .replaceAll(" ")
                    .strip();
            words = "an HTML page instead of an answer: "
                    + (bare.length() > LONGEST_HTML ? bare.substring(0, LONGEST_HTML) + "…" : bare);
        }
        return new ProviderError(
                words.isEmpty() ? "an empty body" : words, "", "", Json.mapper().nullNode());
    }

    private static ProviderError of(JsonNode json) {
        JsonNode error = json.path("error");
        JsonNode from = error.isObject() ? error : json;
        String message = first(
                error.isTextual() ? error.asText() : "",
                scalar(from, "message"),
                scalar(from, "detail"),
                scalar(from, "msg"),
                json.toString());
        String more = first(scalar(from, "param"), scalar(from.path("metadata"), "raw"));
        boolean tellsMore = more.contains(" ") && !message.contains(more);
        return new ProviderError(
                tellsMore ? message + ": " + more : message,
                first(scalar(from, "code"), scalar(json, "code")),
                first(type(from), scalar(from, "status")),
                json);
    }

    /** A type that only says that this is an error is none. */
    private static String type(JsonNode from) {
        String type = scalar(from, "type");
        return type.equals("error") ? "" : type;
    }

    private static String scalar(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isValueNode() && !value.isNull() ? value.asText() : "";
    }

    private static String first(String... texts) {
        for (String text : texts) {
            if (!text.isBlank()) {
                return text;
            }
        }
        return "";
    }
}
