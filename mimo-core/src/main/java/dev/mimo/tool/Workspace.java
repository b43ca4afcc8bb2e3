package dev.mimo.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The folder an agent works in, and which paths lie inside of it. Decides on real paths: links are followed first. Safe for
 * use by several threads.
 */
public final class Workspace {

    private final Path root;
    private final List<Path> protectedFolders;

    private Workspace(Path root, List<Path> protectedFolders) {
        this.root = root;
        this.protectedFolders = protectedFolders;
    }

    /** Throws {@link IllegalArgumentException} when {@code root} is no folder. */
    public static Workspace of(Path root) {
        try {
            Path real = root.toRealPath();
            if (!Files.isDirectory(real)) {
                throw new IllegalArgumentException("the workspace is not a folder: " + root);
            }
            return new Workspace(real, List.of());
        } catch (IOException e) {
            throw new IllegalArgumentException("the workspace does not exist: " + root, e);
        }
    }

    /** The same workspace, with folders that no file tool may change, wherever they lie; they need not exist yet. */
    public Workspace protect(List<Path> folders) {
        List<Path> all = new ArrayList<>(protectedFolders);
        for (Path folder : folders) {
            all.add(realPath(folder.toAbsolutePath()));
        }
        return new Workspace(root, List.copyOf(all));
    }

    /** The real path of the folder. */
    public Path root() {
        return root;
    }

    public List<Path> protectedFolders() {
        return protectedFolders;
    }

    /**
     * The real path that {@code given} names: relative to the root, absolute, or from {@code ~}. What exists of it is
     * followed through all links, also through a link whose target is missing; the rest is taken as it stands.
     *
     * @throws InvalidCall when it is no path, or runs through a loop of links
     */
    public Path resolve(String given) {
        if (given.isEmpty() || given.indexOf('\0') >= 0 || given.indexOf('\n') >= 0 || given.indexOf('\r') >= 0) {
            throw new InvalidCall("not a path: \"" + given.replaceAll("\\p{Cntrl}", "?") + "\"");
        }
        try {
            Path path = given.equals("~") || given.startsWith("~/")
                    ? Path.of(System.getProperty("user.home")).resolve(given.substring(Math.min(2, given.length())))
                    : root.resolve(given);
            return realPath(path.toAbsolutePath());
        } catch (java.nio.file.InvalidPathException e) {
            throw new InvalidCall("not a path: \"" + given + "\"");
        }
    }

    /** Whether a real path lies in the workspace. */
    public boolean contains(Path realPath) {
        return realPath.startsWith(root);
    }

    /** Whether a real path lies in a protected folder. */
    public boolean isProtected(Path realPath) {
        return !protecting(realPath).isEmpty();
    }

    /** The protected folders in which a real path lies. Names that a file system may take for the same are the same here. */
    public List<Path> protecting(Path realPath) {
        return protectedFolders.stream()
                .filter(folder -> mayLieIn(realPath, folder))
                .toList();
    }

    /**
     * Whether a path lies in a folder when case, and how an accent is written, make no difference. For what is to be refused,
     * never for what is to be allowed.
     */
    public static boolean mayLieIn(Path path, Path folder) {
        int names = folder.getNameCount();
        return names == 0
                || (path.getNameCount() >= names
                        && folded(path.subpath(0, names).toString())
                                .equals(folded(folder.subpath(0, names).toString())));
    }

    private static String folded(String name) {
        String composed = Normalizer.normalize(name, Normalizer.Form.NFKC);
        return composed.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    /** How the model and people know a real path: relative to the root where it lies inside, else absolute; with slashes. */
    public String show(Path realPath) {
        Path shown = contains(realPath) ? root.relativize(realPath) : realPath;
        String text = shown.toString().replace('\\', '/');
        return text.isEmpty() ? "." : text;
    }

    private static Path realPath(Path path) {
        return RealPath.of(path);
    }
}
