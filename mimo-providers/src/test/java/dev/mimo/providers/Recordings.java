package dev.mimo.providers;

import dev.mimo.model.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Recorded traffic of real servers, which is kept beside the project and not in it. */
final class Recordings {

    private Recordings() {}

    /** One answer as it came. */
    record Recording(Path file, Dialect dialect, int status, byte[] body) {}

    /** Where they are; null when there are none. */
    static @Nullable Path findFolder() {
        String named = System.getProperty("mimo.recordings");
        Path above = Path.of("").toAbsolutePath();
        while (named == null && above != null && !Files.isDirectory(above.resolve("shared/provider-recordings"))) {
            above = above.getParent();
        }
        Path folder =
                named != null ? Path.of(named) : above == null ? null : above.resolve("shared/provider-recordings");
        return folder != null && Files.isDirectory(folder) ? folder : null;
    }

    /** The answers of a dialect, in the order of their names. */
    static List<Recording> of(Dialect dialect, Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Recordings::isAnswer)
                    .sorted()
                    .map(Recordings::read)
                    .filter(each -> each.dialect() == dialect)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isAnswer(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".sse")
                || name.endsWith(".chunks.txt")
                || name.endsWith(".response.json")
                || (name.startsWith("vercel__") && name.endsWith(".json"));
    }

    private static Recording read(Path file) {
        try {
            String text = Files.readString(file);
            Path meta = file.resolveSibling(
                    file.getFileName().toString().replaceAll("\\.response\\.(sse|json)$", ".meta.json"));
            int status = !meta.equals(file) && Files.exists(meta)
                    ? Json.read(Files.readString(meta)).path("status").asInt(200)
                    : 200;
            String body = file.toString().endsWith(".chunks.txt") ? asStream(text) : text;
            return new Recording(file, dialect(file, text), status, body.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Dialect dialect(Path file, String text) {
        String where = file.getParent().getFileName() + "/" + file.getFileName();
        if (where.startsWith("anthropic/") || where.contains("anthropic_") || where.contains("anthropic__")) {
            return where.contains("openai") ? Dialect.OPENAI_CHAT : Dialect.ANTHROPIC;
        }
        boolean responses = where.contains("responses") || text.contains("\"object\":\"response\"");
        return responses ? Dialect.OPENAI_RESPONSES : Dialect.OPENAI_CHAT;
    }

    private static String asStream(String chunks) {
        StringBuilder stream = new StringBuilder();
        chunks.lines()
                .filter(line -> !line.isBlank())
                .forEach(line -> stream.append("data: ").append(line).append("\n\n"));
        return stream.toString();
    }
}
