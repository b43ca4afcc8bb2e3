package dev.mimo.providers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.MimoException;
import dev.mimo.model.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** JSON that is laid over other JSON, and where it comes from. */
final class Layers {

    private Layers() {}

    /** {@code below}, changed: objects are merged field by field; everything else replaces what stood there. */
    static ObjectNode over(ObjectNode below, JsonNode above) {
        for (Map.Entry<String, JsonNode> field : above.properties()) {
            JsonNode known = below.get(field.getKey());
            if (known instanceof ObjectNode object && field.getValue().isObject()) {
                over(object, field.getValue());
            } else {
                below.set(field.getKey(), field.getValue().deepCopy());
            }
        }
        return below;
    }

    static ObjectNode ofResource(String name) {
        try (InputStream in = Layers.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new MimoException(name + " is missing from the jar");
            }
            return Json.readObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is in the file that an environment variable names. */
    static ObjectNode ofFile(String variable, String file) {
        try {
            return Json.readObject(Files.readString(Path.of(file)));
        } catch (IOException e) {
            throw new MimoException("the file that " + variable + " names cannot be read: " + file, e);
        } catch (MimoException e) {
            throw new MimoException("the file that " + variable + " names is no JSON object: " + file, e);
        }
    }
}
