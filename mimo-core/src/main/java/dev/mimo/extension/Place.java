package dev.mimo.extension;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A folder that extensions are read from. No file that leaves {@code top} by a link is read, nor one that is no regular file;
 * what was not read stands in the reports.
 *
 * @param folder where {@code .mimo} and the like stand
 * @param top a real path; the project's, or the user's home
 * @param trusted whether what stands here may act
 * @param users whether it is the user's own folder, not a project's
 * @param reports where it is told what became of the files
 */
record Place(Path folder, Path top, boolean trusted, boolean users, List<Report> reports) {

    /** Entries looked at in one folder and those below it. */
    private static final int MOST_ENTRIES = 5_000;

    /** Folders in folders: room for groups of groups, an end for loops of links. */
    private static final int DEEPEST = 4;

    /** The text of a file; null when there is none, or it was reported as ignored. {@code largest}: in bytes. */
    @Nullable
    String read(Path file, int largest, Report.Kind kind) {
        try {
            Path real = inside(file, kind);
            return real == null ? null : decoded(bytes(real, largest));
        } catch (NoSuchFileException e) {
            if (Files.isSymbolicLink(file)) {
                ignored(kind, file, "a link that leads nowhere");
            }
        } catch (CharacterCodingException e) {
            ignored(kind, file, "not in UTF-8");
        } catch (IOException e) {
            ignored(kind, file, reason(e));
        }
        return null;
    }

    /** The files below a folder that have this name, or this ending where it begins with a dot; by name, top ones first. */
    List<Path> files(Path start, String wanted, Report.Kind kind) {
        List<Path> found = new ArrayList<>();
        if (Files.exists(start, LinkOption.NOFOLLOW_LINKS)) {
            if (trusted) {
                walk(start, wanted, kind, new Walk(found));
            } else {
                ignored(kind, start, "the folder is not trusted");
            }
        }
        return found;
    }

    void loaded(Report.Kind kind, String name, Path file, String note) {
        reports.add(new Report(kind, name, file, true, note));
    }

    void ignored(Report.Kind kind, Path file, String why) {
        reports.add(new Report(kind, String.valueOf(file.getFileName()), file, false, why));
    }

    private void walk(Path folder, String wanted, Report.Kind kind, Walk walk) {
        List<Path> below = new ArrayList<>();
        try {
            if (inside(folder, kind) == null) {
                return;
            }
            for (Path entry : sorted(folder)) {
                if (++walk.entries == MOST_ENTRIES) {
                    ignored(kind, folder, "more than " + MOST_ENTRIES + " files: the rest is left out");
                }
                String name = entry.getFileName().toString();
                if (walk.entries >= MOST_ENTRIES) {
                    return;
                } else if (Files.isDirectory(entry)) {
                    below.add(entry);
                } else if (wanted.startsWith(".") ? name.endsWith(wanted) : name.equals(wanted)) {
                    walk.found.add(entry);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            ignored(kind, folder, "cannot be read");
        }
        if (walk.depth < DEEPEST) {
            walk.depth++;
            below.forEach(entry -> walk(entry, wanted, kind, walk));
            walk.depth--;
        }
    }

    private static List<Path> sorted(Path folder) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path entry : all) {
                entries.add(entry);
                if (entries.size() == MOST_ENTRIES) {
                    break;
                }
            }
        }
        entries.sort(null);
        return entries;
    }

    private @Nullable Path inside(Path file, Report.Kind kind) throws IOException {
        Path real = file.toRealPath();
        if (real.startsWith(top)) {
            return real;
        }
        ignored(kind, file, "a link that leads out of " + top);
        return null;
    }

    private static byte[] bytes(Path real, int largest) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            throw new IOException("no regular file");
        }
        if (attributes.size() > largest) {
            throw new IOException("too large: " + attributes.size() + " bytes, at most " + largest + " are read");
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

    private static String decoded(byte[] bytes) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static String reason(IOException e) {
        String message = e.getMessage();
        return e.getClass() == IOException.class && message != null
                ? message
                : "cannot be read: " + e.getClass().getSimpleName();
    }

    /** How far a walk has come. */
    private static final class Walk {

        private final List<Path> found;
        private int entries;
        private int depth;

        Walk(List<Path> found) {
            this.found = found;
        }
    }
}
