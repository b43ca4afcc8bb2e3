package dev.mimo.testing;

import dev.mimo.tool.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

/**
 * A workspace in a temporary folder of its own, with real files, for tests that look at what was done rather than at what
 * was said. Paths are relative, with slashes; closing it deletes everything. Confined to one thread.
 */
public final class FakeWorkspace implements AutoCloseable {

    private static final Map<String, String> GIT = Map.of(
            "GIT_CONFIG_NOSYSTEM", "1",
            "GIT_CONFIG_GLOBAL", "/dev/null",
            "GIT_AUTHOR_NAME", "Test",
            "GIT_AUTHOR_EMAIL", "test@localhost",
            "GIT_AUTHOR_DATE", "2026-01-01T00:00:00Z",
            "GIT_COMMITTER_NAME", "Test",
            "GIT_COMMITTER_EMAIL", "test@localhost",
            "GIT_COMMITTER_DATE", "2026-01-01T00:00:00Z");

    private final Path root;

    private FakeWorkspace(Path root) {
        this.root = root;
    }

    /** An empty one. */
    public static FakeWorkspace create() {
        try {
            return new FakeWorkspace(
                    Files.createTempDirectory("mimo-workspace-").toRealPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The real path of the folder. */
    public Path root() {
        return root;
    }

    public Workspace workspace() {
        return Workspace.of(root);
    }

    /** The file or folder of that name, whether it exists or not. */
    public Path path(String path) {
        Path full = root.resolve(path).normalize();
        if (!full.startsWith(root)) {
            throw new IllegalArgumentException("not in the workspace: " + path);
        }
        return full;
    }

    /** Writes a file and the folders above it. */
    public FakeWorkspace file(String path, String text) {
        try {
            Path file = path(path);
            Path folder = Objects.requireNonNull(file.getParent());
            Files.createDirectories(folder);
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of a file; bytes that are no UTF-8 are shown as U+FFFD. */
    public String read(String path) {
        return text(path(path));
    }

    /** Whether there is a file, folder or link of that name. */
    public boolean exists(String path) {
        return Files.exists(path(path), LinkOption.NOFOLLOW_LINKS);
    }

    /** All files and links, sorted, without those of git. */
    public List<String> list() {
        return List.copyOf(snapshot().keySet());
    }

    /** The whole state: each file with its text, each link with {@code -> target}; without those of git. */
    public SortedMap<String, String> snapshot() {
        SortedMap<String, String> state = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                String name = root.relativize(path).toString().replace('\\', '/');
                boolean git = name.equals(".git") || name.startsWith(".git/");
                if (!git && Files.isSymbolicLink(path)) {
                    state.put(name, "-> " + Files.readSymbolicLink(path));
                } else if (!git && Files.isRegularFile(path)) {
                    state.put(name, text(path));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return state;
    }

    /** What has happened since {@code before}, a {@link #snapshot}. */
    public Changes changesSince(Map<String, String> before) {
        Map<String, String> now = snapshot();
        SortedSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(now.keySet());
        List<String> added = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        for (String name : names) {
            if (!before.containsKey(name)) {
                added.add(name);
            } else if (!now.containsKey(name)) {
                removed.add(name);
            } else if (!Objects.equals(before.get(name), now.get(name))) {
                changed.add(name);
            }
        }
        return new Changes(added, changed, removed);
    }

    /** Whether there is a git to run. */
    public static boolean gitIsPresent() {
        try (FakeWorkspace any = create()) {
            any.git("--version");
            return true;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** Makes a repository with branch {@code main}, and commits what is there. */
    public FakeWorkspace gitInit() {
        git("init", "-q", "-b", "main");
        git("add", "-A");
        git("commit", "-q", "--allow-empty", "-m", "Begin");
        return this;
    }

    /**
     * Runs git here, without the settings of the user and the machine, and with a fixed author and date.
     *
     * @return what it printed
     * @throws UncheckedIOException when there is no git, or it failed
     */
    public String git(String... arguments) {
        List<String> line = new ArrayList<>(List.of("git"));
        line.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(line).directory(root.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        builder.environment().putAll(GIT);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException("git " + String.join(" ", arguments) + " failed: " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted while git ran", e));
        }
    }

    @Override
    public void close() {
        try {
            FileUtils.deleteDirectory(root.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What has happened to files and links; each list is sorted.
     *
     * @param changed those with another text
     */
    public record Changes(List<String> added, List<String> changed, List<String> removed) {
        public Changes {
            added = List.copyOf(added);
            changed = List.copyOf(changed);
            removed = List.copyOf(removed);
        }

        /** Whether nothing has happened. */
        public boolean isEmpty() {
            return added.isEmpty() && changed.isEmpty() && removed.isEmpty();
        }
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
