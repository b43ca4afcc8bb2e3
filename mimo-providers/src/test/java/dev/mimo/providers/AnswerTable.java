package dev.mimo.providers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import dev.mimo.model.ToolSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Small answers and what they say, one JSON object a line, a file for each dialect.
 *
 * <p>The body stands in one field: {@code events} (an object becomes an event, a text one {@code data} line), {@code json},
 * {@code body} as text, or {@code base64}. {@code expect} is laid over an answer that is complete and says nothing; of
 * {@code error} only the fields given are compared.
 */
final class AnswerTable {

    private AnswerTable() {}

    /** One line. */
    record Case(Dialect dialect, JsonNode line) {

        String name() {
            return line.path("name").asText();
        }

        byte[] body() {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (JsonNode event : line.path("events")) {
                String data = event.isTextual() ? event.asText() : event.toString();
                bytes.writeBytes(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
            }
            if (line.has("json")) {
                bytes.writeBytes(line.get("json").toString().getBytes(StandardCharsets.UTF_8));
            }
            bytes.writeBytes(line.path("body").asText("").getBytes(StandardCharsets.UTF_8));
            bytes.writeBytes(Base64.getDecoder().decode(line.path("base64").asText("")));
            return bytes.toByteArray();
        }

        DecodedAnswer decode(InputStream body) {
            Map<String, String> headers = new HashMap<>();
            line.path("headers")
                    .properties()
                    .forEach(field ->
                            headers.put(field.getKey(), field.getValue().asText()));
            return decoder().decode(status(), headers, body);
        }

        int status() {
            return line.path("status").asInt(200);
        }

        AnswerDecoder decoder() {
            AnswerDecoder decoder = AnswerDecoder.of(dialect);
            decoder = line.has("vendor") ? decoder.vendor(line.get("vendor").asText()) : decoder;
            return line.has("tools") ? decoder.tools(tools()) : decoder;
        }

        ObjectNode expected() {
            ObjectNode expected = Json.readObject(
                    "{\"outcome\":\"complete\",\"text\":null,\"reasoning\":null,\"finish\":null,\"tool_calls\":[],"
                            + "\"usage\":null,\"error\":null}");
            return expected.setAll((ObjectNode) line.path("expect"));
        }

        private List<ToolSpec> tools() {
            List<ToolSpec> tools = new ArrayList<>();
            for (JsonNode tool : line.get("tools")) {
                tools.add(new ToolSpec(tool.path("name").asText(), "", (ObjectNode) tool.path("parameters")));
            }
            return tools;
        }
    }

    static List<Case> cases(Dialect dialect) {
        String resource = "answers/" + dialect.label() + ".jsonl";
        try (InputStream in = AnswerTable.class.getResourceAsStream(resource)) {
            return in == null
                    ? List.of()
                    : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.isBlank())
                            .map(line -> new Case(dialect, Json.read(line)))
                            .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
