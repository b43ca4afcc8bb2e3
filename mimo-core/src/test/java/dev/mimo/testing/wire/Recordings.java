package dev.mimo.testing.wire;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Traffic of real providers, where it lies beside the project. */
public final class Recordings {

    private Recordings() {}

    /** The folder; skips the test where there is none. */
    public static Path folder() {
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
        return folder;
    }

    /** The one file of a vendor whose name has this in it. */
    public static Path file(String vendor, String part) throws IOException {
        try (Stream<Path> files = Files.list(folder().resolve(vendor))) {
            List<Path> found = files.filter(
                            file -> file.getFileName().toString().contains(part))
                    .toList();
            if (found.size() != 1) {
                throw new AssertionError(found.size() + " recordings of " + vendor + " with " + part + ": " + found);
            }
            return found.get(0);
        }
    }

    public static JsonNode json(Path file) throws IOException {
        return Json.read(Files.readString(file));
    }
}
