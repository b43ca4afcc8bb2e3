package dev.mimo.examples.coder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.AtomicFile;
import dev.mimo.environment.MimoException;
import dev.mimo.environment.PrivateFiles;
import dev.mimo.model.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the person said about folders that want to act, kept in a private file. Confined to one thread. */
final class TrustFile {

    private final Path file;

    /** {@code home}: private to the user. */
    TrustFile(Path home) {
        this.file = home.resolve("trust.json");
    }

    /** Null when nothing was said about the folder; it is a real path. */
    @Nullable
    Boolean find(Path top) {
        return read().path(top.toString()).isBoolean()
                ? Boolean.valueOf(read().path(top.toString()).booleanValue())
                : null;
    }

    void keep(Path top, boolean trusted) {
        ObjectNode all = read().put(top.toString(), trusted);
        try {
            PrivateFiles.createFolders(file.getParent());
            AtomicFile.write(file, all.toPrettyString().getBytes(StandardCharsets.UTF_8), true);
        } catch (IOException e) {
            throw new MimoException("the answer could not be kept in " + file, e);
        }
    }

    /** What cannot be read says nothing, and then nothing is trusted. */
    private ObjectNode read() {
        try {
            return Files.isRegularFile(file) ? Json.readObject(Files.readString(file)) : Json.object();
        } catch (IOException | MimoException e) {
            return Json.object();
        }
    }
}
