package dev.mimo.providers.claude;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.MimoException;
import dev.mimo.model.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads files of settings: regular ones of a bounded size, and none that a link leads to from elsewhere. What they say never
 * stands in a message. For one thread.
 */
final class ConfigFiles {

    private static final int LARGEST_SETTINGS = 1024 * 1024;

    /** It keeps more than settings, and grows for years. */
    private static final int LARGEST_STATE = 32 * 1024 * 1024;

    private final Notes notes;
    private final Path project;
    private boolean broken;

    /** {@code project}: a real path; no file of the user's may lead into it by a link. */
    ConfigFiles(Notes notes, Path project) {
        this.notes = notes;
        this.project = project;
    }

    /** Whether there were settings that could not be read. They may have forbidden something. */
    boolean broken() {
        return broken;
    }

    /** Settings; null when there are none, or they cannot be read. */
    @Nullable
    ObjectNode settings(Path file, Path top) {
        try {
            return read(file, top, LARGEST_SETTINGS);
        } catch (IOException e) {
            broken = true;
            notes.ignored("settings", "", file.toString(), reason(e));
            return null;
        }
    }

    /** A file that holds no prohibitions; null when there is none, or it cannot be read. */
    @Nullable
    ObjectNode state(Path file, Path top) {
        try {
            return read(file, top, LARGEST_STATE);
        } catch (IOException e) {
            notes.ignored("settings", "", file.toString(), reason(e));
            return null;
        }
    }

    private @Nullable ObjectNode read(Path file, Path top, int largest) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        Path real = file.toRealPath();
        if (!real.startsWith(top)) {
            throw new IOException("a link that leads out of " + top);
        }
        if (!top.startsWith(project) && real.startsWith(project)) {
            throw new IOException("a link that leads into the project");
        }
        String text = decoded(bytes(real, largest));
        try {
            return text.isBlank() ? Json.object() : Json.readObject(text);
        } catch (MimoException e) {
            throw new IOException("no valid JSON object");
        }
    }

    private static byte[] bytes(Path real, int largest) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            throw new IOException("no regular file");
        }
        try (InputStream in = Channels.newInputStream(
                Files.newByteChannel(real, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)))) {
            byte[] bytes = in.readNBytes(largest + 1);
            if (bytes.length > largest) {
                throw new IOException("too large: at most " + largest + " bytes are read");
            }
            return bytes;
        }
    }

    private static String decoded(byte[] bytes) throws IOException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new IOException("not in UTF-8");
        }
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "a link that leads nowhere";
        }
        String message = e.getMessage();
        return e.getClass() == IOException.class && message != null
                ? message
                : "cannot be read: " + e.getClass().getSimpleName();
    }
}
