package dev.mimo.examples.duel;

import dev.mimo.environment.MimoException;
import dev.mimo.examples.coder.UsageError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;
import org.apache.commons.io.file.PathUtils;
import org.jspecify.annotations.Nullable;

/**
 * Where the files of a task come from: a folder, or a repository of git at a commit. It is only read.
 *
 * @param source an absolute path or an address
 * @param commit null for a folder as it stands, and for the newest of an address
 */
public record Repository(String source, @Nullable String commit) {

    private static final Pattern ADDRESS = Pattern.compile("[a-z][a-z0-9+.-]*://.*|[^/\\s]+@[^/\\s]+:.*");

    /** The one a person named; a path is taken from {@code folder}. */
    public static Repository of(String source, @Nullable String commit, Path folder) {
        if (source.startsWith("-") || (commit != null && commit.startsWith("-"))) {
            throw new UsageError("no repository is called " + source + (commit == null ? "" : " at " + commit) + ".");
        }
        if (isAddress(source)) {
            return new Repository(source, commit);
        }
        Path path = folder.resolve(source).toAbsolutePath().normalize();
        if (!Files.isDirectory(path)) {
            throw new UsageError("there is no folder for the repository at " + path + ".");
        }
        return new Repository(path.toString(), commit);
    }

    private static boolean isAddress(String source) {
        return ADDRESS.matcher(source).matches();
    }

    /** Whether copies hold nothing but what belongs to a commit. */
    boolean isCheckout() {
        return commit != null || isAddress(source);
    }

    /**
     * Makes a copy in a folder that does not exist yet. Of a commit, nothing comes along that was made after it: an agent could
     * read the solution there.
     *
     * @throws MimoException when git cannot get it
     */
    public void copyTo(Path folder, Git git) throws IOException, InterruptedException {
        if (!isCheckout()) {
            PathUtils.copyDirectory(
                    Path.of(source), folder, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
            return;
        }
        Files.createDirectories(folder);
        git.run(folder, "init", "--quiet");
        String from = isAddress(source) ? source : Path.of(source).toUri().toString();
        git.run(folder, "fetch", "--quiet", "--depth=1", "--no-tags", from, commit == null ? "HEAD" : commit);
        git.run(folder, "checkout", "--quiet", "--detach", "FETCH_HEAD");
        Files.deleteIfExists(folder.resolve(".git").resolve("FETCH_HEAD"));
    }
}
