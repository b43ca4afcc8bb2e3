package dev.mimo.examples.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.mimo.environment.MimoException;
import dev.mimo.model.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request and its answer. Confined to one thread. */
final class Exchange {

    /** What a person types is shorter; bytes. */
    static final int LONGEST_BODY = 64 * 1024;

    private static final int MOST_SEGMENTS = 8;

    private final HttpExchange http;

    Exchange(HttpExchange http) {
        this.http = http;
        Headers headers = http.getResponseHeaders();
        headers.set(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:;"
                        + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Cache-Control", "no-store");
    }

    Headers headers() {
        return http.getRequestHeaders();
    }

    @Nullable
    String header(String name) {
        return headers().getFirst(name);
    }

    String method() {
        return http.getRequestMethod();
    }

    /** The path's parts, decoded. */
    List<String> path() {
        return List.of(http.getRequestURI().getPath().replaceFirst("^/", "").split("/", MOST_SEGMENTS));
    }

    /** The body, which has to be a JSON object of reasonable size. */
    ObjectNode readJson() throws IOException {
        String type = header("Content-Type");
        if (type == null || !type.split(";", 2)[0].strip().equals("application/json")) {
            throw new Refusal(415, "no_json", "send application/json");
        }
        byte[] body = http.getRequestBody().readNBytes(LONGEST_BODY + 1);
        if (body.length > LONGEST_BODY) {
            http.getResponseHeaders().set("Connection", "close");
            throw new Refusal(413, "too_long", "at most " + LONGEST_BODY + " bytes are read");
        }
        try {
            return Json.readObject(new String(body, StandardCharsets.UTF_8));
        } catch (MimoException e) {
            throw new Refusal(400, "no_json", "that is no JSON object: " + e.getMessage());
        }
    }

    /** A field that has to be there and to say something. */
    static String text(ObjectNode body, String field) {
        JsonNode value = body.path(field);
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw new Refusal(400, "missing", "\"" + field + "\" has to be a text with something in it");
        }
        return value.textValue();
    }

    void send(int status, JsonNode json) throws IOException {
        send(status, "application/json", Json.write(json).getBytes(StandardCharsets.UTF_8));
    }

    void send(int status, String type, byte[] body) throws IOException {
        http.getResponseHeaders().set("Content-Type", type);
        http.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        http.getResponseBody().write(body);
    }

    void refuse(Refusal refusal) throws IOException {
        send(
                refusal.status(),
                Json.object().put("error", refusal.code()).put("message", String.valueOf(refusal.getMessage())));
    }

    /** The body of an answer that goes on as long as there is something to tell. */
    OutputStream stream(String type) throws IOException {
        http.getResponseHeaders().set("Content-Type", type);
        http.sendResponseHeaders(200, 0);
        return http.getResponseBody();
    }
}
