package dev.mimo.workflow;

import dev.mimo.environment.AtomicFile;
import dev.mimo.environment.Sha256;
import dev.mimo.tool.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** The files of a workspace: nothing outside of it can be reached, through links neither. */
final class WorkspaceFiles implements WorkflowFiles {

    /** The longest file that a script may read, in bytes. */
    private static final long LONGEST = 8L * 1024 * 1024;

    private static final int MOST_FOUND = 10_000;

    private final Path root;

    private WorkspaceFiles(Path root) {
        this.root = root;
    }

    static WorkspaceFiles in(Path root) {
        return new WorkspaceFiles(root);
    }

    /** The real path; asked anew each time, as links change. */
    private Path resolve(String path) throws IOException {
        Workspace workspace = Workspace.of(root);
        Path real = workspace.resolve(path);
        if (!workspace.contains(real)) {
            throw new IOException("\"" + path + "\" lies outside of the workspace");
        }
        return real;
    }

    @Override
    public @Nullable String read(String path) throws IOException {
        byte[] bytes = bytes(path);
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    private byte @Nullable [] bytes(String path) throws IOException {
        Path file = resolve(path);
        if (!Files.isRegularFile(file)) {
            if (Files.exists(file)) {
                throw new IOException("\"" + path + "\" is no file");
            }
            return null;
        }
        if (Files.size(file) > LONGEST) {
            throw new IOException("\"" + path + "\" has " + Files.size(file) + " bytes, more than " + LONGEST);
        }
        return Files.readAllBytes(file);
    }

    @Override
    public boolean exists(String path) throws IOException {
        return Files.exists(resolve(path));
    }

    @Override
    public List<String> glob(String pattern) throws IOException {
        PathMatcher matcher = matcher(pattern);
        // "**/x" means x here as well.
        PathMatcher here = pattern.startsWith("**/") ? matcher(pattern.substring(3)) : matcher;
        Path top = Workspace.of(root).root();
        TreeSet<String> found = new TreeSet<>();
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                if (folder.equals(top)) {
                    return FileVisitResult.CONTINUE;
                }
                return folder.endsWith(".git") ? FileVisitResult.SKIP_SUBTREE : visit(folder);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                return visit(file);
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }

            private FileVisitResult visit(Path path) {
                Path relative = top.relativize(path);
                if (matcher.matches(relative) || here.matches(relative)) {
                    found.add(relative.toString().replace('\\', '/'));
                }
                return found.size() > MOST_FOUND ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
            }
        });
        if (found.size() > MOST_FOUND) {
            throw new IOException("more than " + MOST_FOUND + " files match \"" + pattern + "\": narrow it");
        }
        return List.copyOf(found);
    }

    private static PathMatcher matcher(String pattern) throws IOException {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        } catch (PatternSyntaxException e) {
            throw new IOException("not a pattern of files: \"" + pattern + "\": " + e.getDescription(), e);
        }
    }

    @Override
    public @Nullable String hash(String path) throws IOException {
        byte[] bytes = bytes(path);
        return bytes == null ? null : Sha256.hex(bytes);
    }

    @Override
    public void write(String path, String content) throws IOException {
        Path file = resolve(path);
        Files.createDirectories(file.getParent());
        AtomicFile.write(file, content.getBytes(StandardCharsets.UTF_8), false);
    }
}
