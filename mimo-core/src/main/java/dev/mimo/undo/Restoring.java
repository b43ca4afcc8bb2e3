package dev.mimo.undo;

import dev.mimo.agent.Reverted;
import dev.mimo.environment.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Takes changes back. For one taking back. */
final class Restoring {

    private final Blobs blobs;
    private final Path top;
    private final List<Path> restored = new ArrayList<>();
    private final List<Reverted.Left> left = new ArrayList<>();

    /** {@code top}: empty folders are removed below it only. */
    Restoring(Blobs blobs, Path top) {
        this.blobs = blobs;
        this.top = top;
    }

    /** {@code changes}: oldest first. */
    Reverted run(List<Change> changes) {
        Map<Path, List<Change>> byPath = new TreeMap<>();
        for (Change change : changes) {
            byPath.computeIfAbsent(change.path(), path -> new ArrayList<>()).add(0, change);
        }
        byPath.forEach(this::restore);
        return new Reverted(restored, left);
    }

    /*
     * Backwards, as long as each change left what the next one found: where it did not, somebody else wrote in between, and
     * what they wrote stays.
     */
    private void restore(Path path, List<Change> newestFirst) {
        try {
            Image now = Image.of(path, blobs);
            Image goal = now;
            boolean others = false;
            for (Change change : newestFirst) {
                if (goal.equals(change.after())) {
                    goal = change.before();
                } else if (!goal.equals(change.before())) {
                    others = true;
                    break;
                }
            }
            if (!goal.equals(now) && put(path, goal)) {
                restored.add(path);
            }
            if (others) {
                left.add(new Reverted.Left(path, "somebody else has changed it"));
            }
        } catch (IOException | RuntimeException e) {
            left.add(new Reverted.Left(path, "it could not be restored: " + e.getMessage()));
        }
    }

    private boolean put(Path path, Image goal) throws IOException {
        switch (goal.kind()) {
            case ABSENT -> {
                Files.delete(path);
                removeEmptyFolders(path.getParent());
            }
            case LINK -> {
                Files.deleteIfExists(path);
                Files.createDirectories(path.getParent());
                Files.createSymbolicLink(path, Path.of(goal.content()));
            }
            case FILE -> {
                if (!blobs.has(goal.content())) {
                    left.add(new Reverted.Left(path, "what it held was not kept"));
                    return false;
                }
                Files.createDirectories(path.getParent());
                AtomicFile.write(path, blobs.read(goal.content()), !goal.mode().isEmpty());
                if (!goal.mode().isEmpty()) {
                    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(goal.mode()));
                }
            }
            default -> {
                left.add(new Reverted.Left(path, "what stood here before is not known"));
                return false;
            }
        }
        return true;
    }

    private void removeEmptyFolders(@Nullable Path from) throws IOException {
        for (Path at = from; at != null && at.startsWith(top) && !at.equals(top); at = at.getParent()) {
            try (var inside = Files.newDirectoryStream(at)) {
                if (inside.iterator().hasNext() || Files.isSymbolicLink(at)) {
                    return;
                }
            }
            if (Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
                Files.delete(at);
            }
        }
    }
}
