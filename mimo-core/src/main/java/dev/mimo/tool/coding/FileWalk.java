package dev.mimo.tool.coding;

import dev.mimo.environment.Cancellation;
import dev.mimo.tool.InvalidCall;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the regular files below a folder. Links are not followed and not listed, {@code .git} is left out, and so is what
 * {@code .gitignore} files say, those of the folders above included, up to the repository's own. Folders that cannot be
 * read are passed over.
 */
final class FileWalk {

    /** Entries looked at; more are a sign of a walk that began at the wrong place. */
    private static final int MOST_ENTRIES = 1_000_000;

    /** Larger {@code .gitignore} files are not obeyed, bytes. */
    private static final int LARGEST_RULES = 1024 * 1024;

    private static final String REPOSITORY = ".git";

    private final Path start;
    private final Predicate<String> wanted;
    private final Cancellation cancellation;
    private final List<Found> found = new ArrayList<>();
    private final Deque<Folder> left = new ArrayDeque<>();
    private int entries;

    private FileWalk(Path start, Predicate<String> wanted, Cancellation cancellation) {
        this.start = start;
        this.wanted = wanted;
        this.cancellation = cancellation;
    }

    /**
     * The files whose path relative to {@code start}, with slashes, is wanted; newest first, equally old ones by path.
     *
     * @param top where to stop looking for rules above {@code start} when there is no repository
     * @throws InvalidCall when there are too many files to walk
     */
    static List<Found> files(Path start, Path top, Predicate<String> wanted, Cancellation cancellation) {
        FileWalk walk = new FileWalk(start, wanted, cancellation);
        walk.left.add(walk.enter(start, above(start, top)));
        while (!walk.left.isEmpty()) {
            walk.list(walk.left.removeLast());
        }
        walk.found.sort(Comparator.comparing(Found::changed).reversed().thenComparing(Found::path));
        return walk.found;
    }

    private void list(Folder folder) {
        try (DirectoryStream<Path> names = Files.newDirectoryStream(folder.path)) {
            for (Path entry : names) {
                cancellation.throwIfCancelled();
                if (++entries > MOST_ENTRIES) {
                    throw new InvalidCall(
                            "more than " + MOST_ENTRIES + " files below " + start + ": search a part of it");
                }
                look(entry, folder);
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Not ours to read, or gone meanwhile: there is nothing to find in it.
            return;
        }
    }

    private void look(Path entry, Folder folder) {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            return;
        }
        boolean isFolder = attributes.isDirectory();
        if ((!isFolder && !attributes.isRegularFile())
                || REPOSITORY.equals(String.valueOf(entry.getFileName()))
                || folder.ignores(entry, isFolder)) {
            return;
        }
        if (isFolder) {
            left.add(enter(entry, folder));
            return;
        }
        String relative = slashes(start.relativize(entry));
        if (wanted.test(relative)) {
            found.add(new Found(entry, relative, attributes.lastModifiedTime(), attributes.size()));
        }
    }

    private Folder enter(Path path, @Nullable Folder above) {
        return new Folder(path, rules(path.resolve(".gitignore")), above);
    }

    private static @Nullable Folder above(Path start, Path top) {
        Path last = repository(start);
        if (last == null) {
            last = start.startsWith(top) ? top : start;
        }
        Folder folder = null;
        IgnoreRules own = rules(last.resolve(REPOSITORY).resolve("info").resolve("exclude"));
        if (own != null) {
            folder = new Folder(last, own, null);
        }
        Path at = last;
        for (Path name : last.relativize(start)) {
            if (at.equals(start)) {
                break;
            }
            folder = new Folder(at, rules(at.resolve(".gitignore")), folder);
            at = at.resolve(name);
        }
        return folder;
    }

    private static @Nullable Path repository(Path start) {
        for (Path at = start; at != null; at = at.getParent()) {
            if (RegularFile.exists(at.resolve(REPOSITORY))) {
                return at;
            }
        }
        return null;
    }

    private static @Nullable IgnoreRules rules(Path file) {
        try {
            byte[] bytes = RegularFile.readIfPresent(file, ".gitignore", LARGEST_RULES);
            TextFile text = bytes == null ? null : TextFile.decode(bytes);
            return text == null ? null : IgnoreRules.parse(text.text());
        } catch (IOException | InvalidCall e) {
            return null;
        }
    }

    static String slashes(Path path) {
        return path.toString().replace(path.getFileSystem().getSeparator(), "/");
    }

    /**
     * A file.
     *
     * @param path its real path
     * @param relative relative to the start, with slashes
     */
    record Found(Path path, String relative, FileTime changed, long size) {}

    /** A folder with its rules, and those above. */
    private record Folder(
            Path path,
            @Nullable IgnoreRules rules,
            @Nullable Folder above) {

        /** The rules nearest to the file are asked first. */
        boolean ignores(Path entry, boolean isFolder) {
            for (Folder at = this; at != null; at = at.above) {
                Boolean said = at.rules == null ? null : at.rules.ignores(slashes(at.path.relativize(entry)), isFolder);
                if (said != null) {
                    return said;
                }
            }
            return false;
        }
    }
}
