package dev.mimo.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.environment.MimoException;
import dev.mimo.examples.coder.UsageError;
import dev.mimo.model.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Scripts and arguments as they are given on the command line. */
final class WorkflowFile {

    private WorkflowFile() {}

    /** The source in a file. Throws {@link UsageError} when there is none that can be read. */
    static String read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UsageError("there is no file " + file + ".");
        }
        try {
            // Bytes that are no UTF-8 become marks, for which the reader of scripts has better words than the decoder.
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UsageError("the file " + file + " cannot be read: " + e.getMessage());
        }
    }

    /** The value of {@code --args}; null when it was not given. Throws {@link UsageError} when it is no JSON. */
    static @Nullable JsonNode args(@Nullable String text) {
        try {
            return text == null ? null : Json.read(text);
        } catch (MimoException e) {
            throw new UsageError("--args is " + e.getMessage() + ".");
        }
    }
}
