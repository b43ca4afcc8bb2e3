package dev.mimo.tool.coding;

import dev.mimo.environment.AtomicFile;
import dev.mimo.tool.InvalidCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Changes of several files that are written together: when one cannot be written, those before it are put back. For one
 * call, which holds the files' locks. A crash in between leaves each file whole, but some old and some new.
 */
final class FileChanges {

    private final WorkFiles files;
    private final Map<Path, Change> changes = new LinkedHashMap<>();

    FileChanges(WorkFiles files) {
        this.files = files;
    }

    /**
     * What a file holds after the changes planned so far; null when it is not there. What the session does not know as it is
     * now, is protected or is read-only is refused, as it is about to be changed.
     */
    byte @Nullable [] content(Path real) throws IOException {
        Change planned = changes.get(real);
        if (planned != null) {
            return planned.after;
        }
        files.requireWritable(real);
        byte[] bytes = files.readIfPresent(real);
        if (bytes != null) {
            files.versions().requireSeen(real, bytes, files.show(real));
        }
        changes.put(real, new Change(bytes, bytes, null));
        return bytes;
    }

    /** Whether nothing is there, after the changes planned so far. */
    boolean isFree(Path real) {
        Change planned = changes.get(real);
        return planned == null ? !RegularFile.exists(real) : planned.after == null;
    }

    /** Plans a file's new content, null for none; {@link #content} was asked for it before. */
    void plan(Path real, byte @Nullable [] after, @Nullable Path modeOf) {
        Change planned = changes.get(real);
        Path mode = modeOf == null && planned != null ? planned.modeOf : modeOf;
        changes.put(real, new Change(planned == null ? null : planned.before, after, mode));
    }

    /** Whether anything will be written. */
    boolean differ() {
        return !differing().isEmpty();
    }

    /** Deleted ones last: what moves is there twice rather than not at all. */
    private List<Map.Entry<Path, Change>> differing() {
        return changes.entrySet().stream()
                .filter(change -> change.getValue().differs())
                .sorted(Comparator.comparing(change -> change.getValue().after == null))
                .toList();
    }

    /**
     * Writes all of it, remembers it as seen, and tells people.
     *
     * @throws InvalidCall when it could not be written; what was written has been put back, or the message says what was not
     */
    void write() {
        Deque<Undo> undone = new ArrayDeque<>();
        List<Map.Entry<Path, Change>> differing = differing();
        for (Map.Entry<Path, Change> each : differing) {
            try {
                write(each.getKey(), each.getValue(), undone);
            } catch (IOException | RuntimeException e) {
                throw new InvalidCall(
                        "cannot write " + files.show(each.getKey()) + ": " + e.getMessage() + putBack(undone));
            }
        }
        differing.forEach(each -> tell(each.getKey(), each.getValue()));
    }

    private static void write(Path real, Change change, Deque<Undo> undone) throws IOException {
        byte[] before = change.before;
        byte[] after = change.after;
        Mode mode = Mode.of(after == null || change.modeOf == null ? real : change.modeOf);
        Step putBack = () -> {
            if (before == null) {
                Files.deleteIfExists(real);
            } else {
                AtomicFile.write(real, before, false);
                mode.giveTo(real);
            }
        };
        if (after == null) {
            Files.delete(real);
            undone.push(new Undo(real, putBack));
            return;
        }
        makeFolders(real.getParent(), undone);
        AtomicFile.write(real, after, false);
        undone.push(new Undo(real, putBack));
        mode.giveTo(real);
    }

    private static void makeFolders(@Nullable Path folder, Deque<Undo> undone) throws IOException {
        List<Path> missing = new ArrayList<>();
        for (Path at = folder; at != null && !Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS); at = at.getParent()) {
            missing.add(0, at);
        }
        for (Path each : missing) {
            Files.createDirectory(each);
            undone.push(new Undo(each, () -> Files.deleteIfExists(each)));
        }
    }

    private String putBack(Deque<Undo> undone) {
        List<String> left = new ArrayList<>();
        for (Undo undo : undone) {
            try {
                undo.work.run();
            } catch (IOException | RuntimeException e) {
                left.add(files.show(undo.path));
            }
        }
        return left.isEmpty() ? "; nothing was changed" : "; could not be put back: " + String.join(", ", left);
    }

    private void tell(Path real, Change change) {
        byte[] after = change.after;
        if (after == null) {
            files.versions().forget(real);
        } else {
            files.versions().saw(real, after);
        }
        FileChanged.Kind kind = change.before == null
                ? FileChanged.Kind.CREATED
                : after == null ? FileChanged.Kind.DELETED : FileChanged.Kind.CHANGED;
        files.tell(real, kind, change.before, after);
    }

    /** A file before and after, null where there is none; a new one can take the mode of another. */
    private static final class Change {

        private final byte @Nullable [] before;
        private final byte @Nullable [] after;
        private final @Nullable Path modeOf;

        Change(byte @Nullable [] before, byte @Nullable [] after, @Nullable Path modeOf) {
            this.before = before;
            this.after = after;
            this.modeOf = modeOf;
        }

        boolean differs() {
            return !Arrays.equals(before, after);
        }
    }

    /** How to take back one step. */
    private record Undo(Path path, Step work) {}

    /** A step on the disk. */
    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    /** Who may do what with a file, where the system knows it. */
    private record Mode(@Nullable Set<PosixFilePermission> permissions) {

        static final Mode UNKNOWN = new Mode(null);

        static Mode of(Path file) throws IOException {
            PosixFileAttributeView view = view(file);
            return view == null || !RegularFile.exists(file)
                    ? UNKNOWN
                    : new Mode(view.readAttributes().permissions());
        }

        void giveTo(Path file) throws IOException {
            PosixFileAttributeView view = view(file);
            if (view != null && permissions != null) {
                view.setPermissions(permissions);
            }
        }

        private static @Nullable PosixFileAttributeView view(Path file) {
            return Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        }
    }
}
