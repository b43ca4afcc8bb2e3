package dev.mimo.undo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * What stood at a path at one moment.
 *
 * @param kind what it was
 * @param content of a file the SHA-256 in hexadecimal (or, of one too large, its size and time), of a link its target, else empty
 * @param mode as {@code rwxr-x---}; empty where the system has none, and for all but files
 */
record Image(Kind kind, String content, String mode) {

    static final Image ABSENT = new Image(Kind.ABSENT, "", "");

    /** Something that cannot be restored: a folder, a pipe, a file that could not be read or was not looked at. */
    static final Image UNKNOWN = new Image(Kind.UNKNOWN, "", "");

    /** What can stand at a path. */
    enum Kind {
        ABSENT,
        FILE,
        LINK,
        UNKNOWN
    }

    /** What stands there now; contents of files go to {@code blobs}. */
    static Image of(Path path, Blobs blobs) throws IOException {
        if (Files.isSymbolicLink(path)) {
            return new Image(Kind.LINK, Files.readSymbolicLink(path).toString(), "");
        }
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            return new Image(Kind.FILE, blobs.keep(path), mode(path));
        }
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS) ? UNKNOWN : ABSENT;
    }

    static Image fromJson(JsonNode json) {
        return new Image(
                Kind.valueOf(json.path("kind").asText()),
                json.path("content").asText(),
                json.path("mode").asText());
    }

    ObjectNode toJson() {
        return Json.object().put("kind", kind.name()).put("content", content).put("mode", mode);
    }

    private static String mode(Path path) throws IOException {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS))
                : "";
    }
}
