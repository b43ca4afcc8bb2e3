package dev.mimo.providers.anthropic;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where recorded traffic is kept beside the project, and what its files hold. */
record Recordings(Path folder) {

    /** Skips the test when there is none. */
    static Recordings find() {
        Path above = Path.of("").toAbsolutePath();
        while (above != null && !Files.isDirectory(above.resolve("shared/provider-recordings"))) {
            above = above.getParent();
        }
        String named = System.getProperty("mimo.recordings");
        Path folder =
                named != null ? Path.of(named) : above == null ? null : above.resolve("shared/provider-recordings");
        assumeTrue(
                folder != null && Files.isDirectory(folder),
                "skipped: no ../shared/provider-recordings beside the project");
        return new Recordings(folder);
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** The files of a folder below, by name. */
    List<Path> in(String below) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(below))) {
            return files.sorted().toList();
        }
    }

    /** The file of that folder whose name holds {@code part} and ends with {@code end}. */
    Path in(String below, String part, String end) throws IOException {
        return in(below).stream()
                .filter(file -> file.getFileName().toString().contains(part)
                        && file.getFileName().toString().endsWith(end))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no recording " + part));
    }

    /** The body of an answer; chunks that are one JSON a line are made a stream. */
    static String body(Path file) throws IOException {
        String text = Files.readString(file);
        if (!file.toString().endsWith(".chunks.txt")) {
            return text;
        }
        StringBuilder stream = new StringBuilder();
        text.lines()
                .filter(line -> !line.isBlank())
                .forEach(line -> stream.append("data: ").append(line).append("\n\n"));
        return stream.toString();
    }

    static JsonNode json(Path file) throws IOException {
        return Json.read(Files.readString(file));
    }

    /** 200 where nothing else was recorded. */
    static int status(Path answer) throws IOException {
        String name = answer.getFileName().toString().replaceAll("\\.response\\.(sse|json)$", ".meta.json");
        Path meta = answer.resolveSibling(name);
        return name.endsWith(".meta.json") && Files.exists(meta)
                ? json(meta).path("status").asInt(200)
                : 200;
    }
}
