package dev.mimo.tool.coding;

import dev.mimo.tool.InvalidCall;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Opens files without being led astray: a real path is given, its last part must still be no link, and what is no regular
 * file (a pipe, a device, a folder) is never opened, as that can block for ever.
 */
final class RegularFile {

    /** Larger files are not loaded, bytes. */
    static final int LARGEST = 10 * 1024 * 1024;

    private RegularFile() {}

    /** The bytes; null when there is no such file. */
    static byte @Nullable [] readIfPresent(Path real, String shown) throws IOException {
        return readIfPresent(real, shown, LARGEST);
    }

    static byte @Nullable [] readIfPresent(Path real, String shown, int largest) throws IOException {
        try {
            return read(real, shown, largest);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private static byte[] read(Path real, String shown, int largest) throws IOException {
        long size = size(real, shown);
        if (size > largest) {
            throw tooLarge(shown, size, largest);
        }
        try (InputStream in = open(real)) {
            byte[] bytes = in.readNBytes(largest + 1);
            if (bytes.length > largest) {
                throw tooLarge(shown, bytes.length, largest);
            }
            return bytes;
        }
    }

    /**
     * How many bytes it has.
     *
     * @throws NoSuchFileException when nothing is there
     * @throws InvalidCall when it is no regular file
     */
    static long size(Path real, String shown) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isDirectory()) {
            throw new InvalidCall(shown + " is a folder");
        }
        if (!attributes.isRegularFile()) {
            throw new InvalidCall(shown + " is no regular file");
        }
        return attributes.size();
    }

    /** The bytes of what {@link #size(Path, String)} said to be a regular file. */
    static InputStream open(Path real) throws IOException {
        return Channels.newInputStream(
                Files.newByteChannel(real, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
    }

    /** Whether something, of whatever kind, stands at this path. */
    static boolean exists(Path real) {
        return Files.exists(real, LinkOption.NOFOLLOW_LINKS);
    }

    /** A number of bytes for people. */
    static String size(long bytes) {
        if (bytes < 1024) {
            return bytes + " bytes";
        }
        double kib = bytes / 1024.0;
        return kib < 1024
                ? String.format(Locale.ROOT, "%.1f KiB", kib)
                : String.format(Locale.ROOT, "%.1f MiB", kib / 1024);
    }

    private static InvalidCall tooLarge(String shown, long size, int largest) {
        return new InvalidCall(shown + " is too large: " + size(size) + ", at most " + size(largest)
                + " are loaded; work on it with a command that handles parts");
    }
}
