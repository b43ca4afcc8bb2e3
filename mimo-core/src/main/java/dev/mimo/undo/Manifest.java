package dev.mimo.undo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is known of the files of a workspace. A file is read again only when the system says that it may have changed. Safe for
 * use by several threads.
 */
final class Manifest {

    /** A file that changed so shortly before it was read may change again within the same tick of the file system's clock. */
    private static final long TICK_MILLIS = 100;

    private final Blobs blobs;
    private Map<Path, Known> known = new HashMap<>();

    Manifest(Blobs blobs) {
        this.blobs = blobs;
    }

    /** What a file was when it was read; {@code settled} when the same attributes mean the same content from then on. */
    private record Known(Map<String, Object> attributes, boolean settled, Image image) {}

    /** What stands there now, at these files and at those known from before. */
    synchronized Map<Path, Image> images(List<Path> files) throws IOException {
        Map<Path, Known> now = new HashMap<>();
        Map<Path, Image> images = new HashMap<>();
        for (Path file : files) {
            try {
                Known fresh = look(file);
                now.put(file, fresh);
                images.put(file, fresh.image);
            } catch (IOException e) {
                if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                    images.put(file, Image.UNKNOWN);
                }
            }
        }
        for (Path file : known.keySet()) {
            if (!images.containsKey(file) && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                // It has become a link or a folder, or is ignored now.
                Known other = new Known(Map.of(), false, Image.of(file, blobs));
                now.put(file, other);
                images.put(file, other.image);
            }
        }
        known = now;
        return images;
    }

    /** Those paths of two moments that differ, with what they were. */
    static Set<Path> differing(Map<Path, Image> before, Map<Path, Image> after) {
        Set<Path> paths = new TreeSet<>();
        before.forEach((path, image) -> {
            if (!image.equals(after.get(path))) {
                paths.add(path);
            }
        });
        after.keySet().stream().filter(path -> !before.containsKey(path)).forEach(paths::add);
        return paths;
    }

    private Known look(Path file) throws IOException {
        Map<String, Object> attributes = attributes(file);
        Known old = known.get(file);
        if (old != null && old.settled && old.attributes.equals(attributes)) {
            return old;
        }
        Instant changed =
                Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
        boolean settled = changed.plusMillis(TICK_MILLIS).isBefore(Instant.now());
        return new Known(attributes, settled, Image.of(file, blobs));
    }

    private static Map<String, Object> attributes(Path file) throws IOException {
        boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
        return Files.readAttributes(
                file,
                unix ? "unix:size,lastModifiedTime,ctime,ino,mode" : "size,lastModifiedTime,creationTime,fileKey",
                LinkOption.NOFOLLOW_LINKS);
    }
}
