package dev.mimo.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells the branch of a repository from its files: to run git would run what the repository tells it to run. */
final class GitHead {

    /** HEAD and the pointer of a worktree are one line each. */
    private static final long LARGEST = 4_096;

    private static final String REF = "ref: refs/heads/";
    private static final String POINTER = "gitdir:";
    private static final int BRIEF = 12;

    private GitHead() {}

    /** {@code branch main}, or {@code detached at 1f2e3d4c5b6a}; empty where no repository is to be seen. */
    static List<String> lines(Path folder) {
        try {
            String head = head(folder);
            if (head == null) {
                return List.of();
            }
            return List.of(
                    head.startsWith(REF)
                            ? "branch " + head.substring(REF.length())
                            : "detached at " + head.substring(0, Math.min(BRIEF, head.length())));
        } catch (IOException | InvalidPathException e) {
            // The digest tells what can be told: a repository in the middle of a change has no branch to tell.
            return List.of();
        }
    }

    private static @Nullable String head(Path folder) throws IOException {
        for (Path at = folder.toRealPath(); at != null; at = at.getParent()) {
            Path git = at.resolve(".git");
            if (Files.isDirectory(git)) {
                return line(git.resolve("HEAD"));
            }
            String pointer = line(git);
            if (pointer != null) {
                return pointer.startsWith(POINTER)
                        ? line(at.resolve(pointer.substring(POINTER.length()).strip())
                                .resolve("HEAD"))
                        : null;
            }
        }
        return null;
    }

    private static @Nullable String line(Path file) throws IOException {
        return Files.isRegularFile(file) && Files.size(file) <= LARGEST
                ? Files.readString(file).strip()
                : null;
    }
}
