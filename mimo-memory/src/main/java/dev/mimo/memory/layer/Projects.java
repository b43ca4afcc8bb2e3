package dev.mimo.memory.layer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Sha256;
import dev.mimo.model.Json;
import dev.mimo.session.MemoryScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which project a folder belongs to: the repository that holds it, else the folder itself, by its real path. Sub-folders and
 * linked worktrees of a repository share a project, clones do not. What stands in a repository never decides it.
 *
 * <p>The ledger remembers where projects were seen, so that a folder that was moved can be given its memory again. Safe for
 * use by several threads.
 */
public final class Projects {

    private static final int SLUG = 40;

    /** A .git file of a linked worktree is one line. */
    private static final long LARGEST_POINTER = 4_096;

    private final LayerLedger ledger;
    private final Clock clock;

    public Projects(LayerLedger ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * A project that was seen.
     *
     * @param folder where
     * @param lastSeen when
     */
    public record Known(MemoryScope.Project project, Path folder, Instant lastSeen) {

        /** Whether its folder is there no longer. */
        public boolean isLost() {
            return !Files.isDirectory(folder);
        }
    }

    /**
     * The project of a folder, and what a person should be told about it.
     *
     * @param message that a project of the same name has lost its folder; null when there is nothing to say
     */
    public record Opened(
            MemoryScope.Project project, @Nullable String message) {}

    /** The project of a workspace; remembers that it was seen. */
    public Opened open(Path workspace) {
        Path folder = folder(workspace);
        Known known = find(folder);
        String message = known == null ? lost(folder) : null;
        MemoryScope.Project project = known == null ? derived(folder) : known.project();
        remember(project, folder);
        return new Opened(project, message);
    }

    /** Which project that would be; remembers nothing. */
    public MemoryScope.Project of(Path workspace) {
        Path folder = folder(workspace);
        Known known = find(folder);
        return known == null ? derived(folder) : known.project();
    }

    /** All projects that were seen, the last one first. */
    public List<Known> all() {
        List<Known> all = new ArrayList<>();
        ledger.list(Shelf.PROJECT, "").forEach((id, text) -> all.add(read(id, text)));
        all.sort(Comparator.comparing(Known::lastSeen)
                .reversed()
                .thenComparing(known -> known.project().id()));
        return all;
    }

    /**
     * Gives a folder the memory of a project that was somewhere else: from now on it is that project.
     *
     * @throws IllegalArgumentException when no such project was seen, or its own folder is still there
     */
    public MemoryScope.Project adopt(String id, Path workspace) {
        Known old = all().stream()
                .filter(known -> known.project().id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no project " + id + " was seen under this root"));
        Path folder = folder(workspace);
        if (!old.isLost() && !old.folder().equals(folder)) {
            throw new IllegalArgumentException("project " + id + " still is in " + old.folder());
        }
        Known own = find(folder);
        if (own != null && !own.project().equals(old.project())) {
            ledger.update(Shelf.PROJECT, own.project().id(), text -> null);
        }
        remember(old.project(), folder);
        return old.project();
    }

    private @Nullable Known find(Path folder) {
        return all().stream()
                .filter(known -> known.folder().equals(folder))
                .findFirst()
                .orElse(null);
    }

    private @Nullable String lost(Path folder) {
        return all().stream()
                .filter(known -> name(known.folder()).equals(name(folder)) && known.isLost())
                .findFirst()
                .map(known -> "Project " + known.project().id() + " was in " + known.folder()
                        + ", which is gone. If this is the same project, give it its memory again: mimo memory adopt "
                        + known.project().id())
                .orElse(null);
    }

    private void remember(MemoryScope.Project project, Path folder) {
        ObjectNode json = Json.object()
                .put("folder", folder.toString())
                .put("last_seen", clock.instant().toString());
        ledger.update(Shelf.PROJECT, project.id(), old -> Json.write(json));
    }

    private static Known read(String id, String text) {
        ObjectNode json = Json.readObject(text);
        return new Known(
                new MemoryScope.Project(id),
                Path.of(json.path("folder").asText()),
                Instant.parse(json.path("last_seen").asText()));
    }

    private static MemoryScope.Project derived(Path folder) {
        String slug = name(folder)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        slug = slug.substring(0, Math.min(SLUG, slug.length()));
        return new MemoryScope.Project((slug.isEmpty() ? "project" : slug) + "-" + Sha256.brief(folder.toString()));
    }

    private static String name(Path folder) {
        Path name = folder.getFileName();
        return name == null ? "" : name.toString();
    }

    /** The root of the repository that holds it, of the main one where it is a linked worktree; else itself. */
    private static Path folder(Path workspace) {
        Path real = real(workspace);
        for (Path at = real; at != null; at = at.getParent()) {
            Path git = at.resolve(".git");
            if (Files.isDirectory(git, LinkOption.NOFOLLOW_LINKS)) {
                return at;
            }
            if (Files.isRegularFile(git, LinkOption.NOFOLLOW_LINKS)) {
                Path main = findMain(at, git);
                return main == null ? at : main;
            }
        }
        return real;
    }

    /**
     * The repository a {@code .git} file points into. It counts only when that repository points back, as git itself keeps
     * it: else any folder could claim the memory of another project with a file of its own.
     */
    private static @Nullable Path findMain(Path worktree, Path pointer) {
        try {
            String line = line(pointer);
            if (line == null || !line.startsWith("gitdir:")) {
                return null;
            }
            Path own =
                    worktree.resolve(line.substring("gitdir:".length()).strip()).toRealPath();
            Path worktrees = own.getParent();
            String back = line(own.resolve("gitdir"));
            if (back == null
                    || worktrees == null
                    || !name(worktrees).equals("worktrees")
                    || !own.resolve(back).toRealPath().equals(pointer.toRealPath())) {
                return null;
            }
            Path git = Objects.requireNonNull(worktrees.getParent());
            return name(git).equals(".git") ? git.getParent() : git;
        } catch (IOException | java.nio.file.InvalidPathException e) {
            // What cannot be followed is no linked worktree.
            return null;
        }
    }

    private static @Nullable String line(Path file) throws IOException {
        return Files.isRegularFile(file) && Files.size(file) <= LARGEST_POINTER
                ? Files.readString(file).strip()
                : null;
    }

    private static Path real(Path workspace) {
        try {
            return workspace.toRealPath();
        } catch (IOException e) {
            throw new IllegalArgumentException("the workspace does not exist: " + workspace, e);
        }
    }
}
