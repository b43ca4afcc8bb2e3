package dev.mimo.providers.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** One recorded answer of the responses dialect, with its request where that was kept. */
record Recording(Path file) {

    /** All there are below a folder, in order. */
    static List<Recording> all(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Recording::isAnswer)
                    .sorted()
                    .map(Recording::new)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder that is kept beside the project and not in it; null when it is not there. */
    static Path findFolder() {
        String named = System.getProperty("mimo.recordings");
        if (named != null) {
            return Path.of(named);
        }
        Path above = Path.of("").toAbsolutePath();
        while (above != null && !Files.isDirectory(above.resolve("shared/provider-recordings"))) {
            above = above.getParent();
        }
        return above == null ? null : above.resolve("shared/provider-recordings");
    }

    private static boolean isAnswer(Path file) {
        String name = file.getFileName().toString();
        boolean answer = name.endsWith(".response.sse") || name.endsWith(".response.json");
        boolean ofFolder = file.getParent().getFileName().toString().equals("openai-responses")
                && (answer || name.startsWith("vercel__"));
        boolean observed = name.startsWith("openai_responses__");
        return ofFolder || observed || (answer && new Recording(file).url().endsWith("/responses"));
    }

    String name() {
        return file.getParent().getFileName() + "/" + file.getFileName();
    }

    String url() {
        return sibling(".meta.json").path("url").asText("");
    }

    int status() {
        return sibling(".meta.json").path("status").asInt(200);
    }

    JsonNode request() {
        return sibling(".request.json");
    }

    /** The body as it came over the wire. */
    String body() {
        String text = read(file);
        if (!file.toString().endsWith(".chunks.txt")) {
            return text;
        }
        StringBuilder stream = new StringBuilder();
        text.lines()
                .filter(line -> !line.isBlank())
                .forEach(line -> stream.append("data: ").append(line).append("\n\n"));
        return stream.toString();
    }

    /** What the answer says in the end, as a slow and simple reading finds it. */
    ArrayNode output() {
        String body = body().strip();
        if (body.startsWith("{")) {
            return body.isEmpty() ? Json.array() : array(Json.read(body).path("output"));
        }
        ArrayNode items = Json.array();
        for (String line : body.split("\r?\n")) {
            JsonNode event = line.startsWith("data: {") ? Json.read(line.substring(6)) : Json.object();
            if (event.path("type").asText().equals("response.output_item.done")) {
                items.add(event.path("item"));
            }
        }
        return items;
    }

    private static ArrayNode array(JsonNode json) {
        return json instanceof ArrayNode array ? array : Json.array();
    }

    private ObjectNode sibling(String ending) {
        String name = file.getFileName().toString();
        Path other = file.resolveSibling(name.replaceAll("\\.response\\.(sse|json)$", ending));
        return !other.equals(file) && Files.exists(other) ? Json.readObject(read(other)) : Json.object();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
