package dev.mimo.workflow;

import dev.mimo.workflow.WorktreeFailed.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A git repository as it is used for worktrees. Immutable; safe for use by several threads.
 *
 * <p>A repository and an agent at work in it are not trusted: their settings can name programs that git would run. So hooks and
 * the watcher of files are off, submodules are left alone, nothing is fetched, and before each command the settings are listed,
 * which runs nothing, and those of the repository that name programs are emptied for it. The user's own settings hold.
 *
 * @param top the folder of the working tree
 * @param inside where the workspace lies in it; empty for the folder itself
 * @param git where git keeps what belongs to this working tree, such as its HEAD
 * @param store what all worktrees of the repository share: its {@code .git}
 */
record GitRepository(Path top, Path inside, Path git, Path store) {

    private static final Duration QUICK = Duration.ofMinutes(1);

    /** For what writes or deletes a whole tree. */
    private static final Duration LONG = Duration.ofMinutes(10);

    private static final List<String> SAFE = List.of(
            "git",
            "-c",
            "core.hooksPath=/dev/null",
            "-c",
            "core.fsmonitor=false",
            "-c",
            "submodule.recurse=false",
            "-c",
            "gc.auto=0",
            "-c",
            "maintenance.auto=false");

    /** Settings whose values are programs, as far as any command of ours might look at them. */
    private static final Pattern PROGRAMS = Pattern.compile(
            "(?s)filter\\..*\\.(clean|smudge|process|required)|hook\\..*\\.(command|event)"
                    + "|diff\\..*\\.(command|textconv)|merge\\..*\\.driver|diff\\.external|core\\.alternaterefscommand");

    private static final String REQUIRED = ".required";

    /** The repository in which {@code workspace} lies. Throws {@link WorktreeFailed} when it lies in none. */
    static GitRepository of(Path workspace) throws InterruptedException {
        GitProcess.Ended top = GitProcess.run(
                workspace, with(SAFE, "rev-parse", "--show-toplevel", "--absolute-git-dir", "--git-common-dir"), QUICK);
        List<String> lines = top.output().lines().toList();
        if (top.exit() != 0 || lines.size() != 3) {
            throw new WorktreeFailed(
                    Kind.NO_REPOSITORY,
                    "isolation needs a git repository, and " + workspace + " is in none: " + top.reason());
        }
        Path folder = real(Path.of(lines.get(0)));
        Path inside = folder.relativize(real(workspace));
        return new GitRepository(folder, inside, real(Path.of(lines.get(1))), real(workspace.resolve(lines.get(2))));
    }

    /** The commit at which the working tree stands. */
    String head() throws InterruptedException {
        GitProcess.Ended head = run(git, null, QUICK, "rev-parse", "--verify", "--quiet", "HEAD^{commit}");
        if (head.exit() != 0) {
            throw new WorktreeFailed(
                    Kind.NO_COMMIT, "isolation needs a commit to start from, and " + top + " has none yet");
        }
        return head.output().strip();
    }

    /** Whether a path may hold folders of ours: outside of the working tree, or ignored by it. */
    boolean leavesOut(Path path) throws InterruptedException {
        return !path.startsWith(top)
                || run(git, top, QUICK, "check-ignore", "-q", path.toString()).exit() == 0;
    }

    /** The branches below a prefix, without {@code refs/heads/}. */
    List<String> branches(String prefix) throws InterruptedException {
        String names = must(git, null, QUICK, "for-each-ref", "--format=%(refname:lstrip=2)", "refs/heads/" + prefix);
        return names.lines().toList();
    }

    /** Makes a folder with what {@code base} holds, on a new branch; gives the folder that git keeps for it. */
    Path addWorktree(Path folder, String branch, String base) throws InterruptedException {
        must(git, null, QUICK, "worktree", "add", "--quiet", "--no-checkout", "-b", branch, folder.toString(), base);
        // Before an agent was in the folder, and may have said otherwise.
        String own = GitProcess.run(folder, with(SAFE, "rev-parse", "--absolute-git-dir"), QUICK)
                .output()
                .strip();
        Path kept = real(Path.of(own));
        must(kept, folder, LONG, "reset", "--quiet", "--hard", base);
        return kept;
    }

    /** Whether anything differs from the commit it began with: commits, files, new files that are not ignored. */
    boolean differs(Worktree worktree) throws InterruptedException {
        String branch = must(git, null, QUICK, "rev-parse", "refs/heads/" + worktree.branch());
        if (!branch.strip().equals(worktree.base())) {
            return true;
        }
        if (!Files.isDirectory(worktree.directory(), LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        String tip = must(worktree.git(), worktree.directory(), QUICK, "rev-parse", "HEAD");
        return !tip.strip().equals(worktree.base()) || !status(worktree).isEmpty();
    }

    private String status(Worktree worktree) throws InterruptedException {
        return must(
                worktree.git(),
                worktree.directory(),
                LONG,
                "status",
                "--porcelain",
                "-z",
                "--untracked-files=normal",
                "--ignore-submodules=dirty");
    }

    /** The folders of all worktrees of the repository. */
    List<Path> worktrees() throws InterruptedException {
        return must(git, null, QUICK, "worktree", "list", "--porcelain")
                .lines()
                .filter(line -> line.startsWith("worktree "))
                .map(line -> Path.of(line.substring("worktree ".length())))
                .toList();
    }

    /** Forgets a worktree whose folder is gone, or removes it with all that it holds. */
    void removeWorktree(Path folder) throws InterruptedException {
        must(git, null, LONG, "worktree", "remove", "--force", "--force", folder.toString());
    }

    /** Does nothing when there is no such branch. */
    void removeBranch(String branch) throws InterruptedException {
        must(git, null, QUICK, "update-ref", "-d", "refs/heads/" + branch);
    }

    boolean hasBranch(String branch) throws InterruptedException {
        return run(git, null, QUICK, "rev-parse", "--verify", "--quiet", "refs/heads/" + branch)
                        .exit()
                == 0;
    }

    private String must(Path of, @Nullable Path tree, Duration limit, String... words) throws InterruptedException {
        GitProcess.Ended ended = run(of, tree, limit, words);
        if (ended.exit() != 0) {
            throw new WorktreeFailed(Kind.REFUSED, "git " + words[0] + " failed in " + top + ": " + ended.reason());
        }
        return ended.output();
    }

    /** {@code of}: whose HEAD and settings count, also where a file {@code .git} says otherwise by now; {@code tree}: its files. */
    private GitProcess.Ended run(Path of, @Nullable Path tree, Duration limit, String... words)
            throws InterruptedException {
        List<String> place = new ArrayList<>(List.of("--git-dir=" + of));
        if (tree != null) {
            place.add("--work-tree=" + tree);
        }
        List<String> all = new ArrayList<>(SAFE);
        all.addAll(silencing(tree == null ? of : tree, place));
        all.addAll(place);
        return GitProcess.run(tree == null ? of : tree, with(all, words), limit);
    }

    private List<String> silencing(Path folder, List<String> place) throws InterruptedException {
        GitProcess.Ended listed = GitProcess.run(
                folder,
                with(with(SAFE, place.toArray(String[]::new)), "config", "--list", "--show-scope", "-z"),
                QUICK);
        if (listed.exit() != 0) {
            throw new WorktreeFailed(Kind.REFUSED, "the settings of " + top + " cannot be read: " + listed.reason());
        }
        String[] parts = listed.output().split("\0", -1);
        List<String> words = new ArrayList<>();
        for (int i = 0; i + 1 < parts.length; i += 2) {
            String name = parts[i + 1].split("\n", 2)[0];
            boolean users = parts[i].equals("system") || parts[i].equals("global") || parts[i].equals("command");
            if (!users && PROGRAMS.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
                words.addAll(silenced(name));
            }
        }
        return words;
    }

    private List<String> silenced(String name) {
        if (name.indexOf('=') >= 0) {
            throw new WorktreeFailed(Kind.REFUSED, "a setting of " + top + " cannot be overruled: " + name);
        }
        return List.of("-c", name + (name.toLowerCase(Locale.ROOT).endsWith(REQUIRED) ? "=false" : "="));
    }

    private static List<String> with(List<String> first, String... more) {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(more));
        return all;
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new WorktreeFailed(Kind.REFUSED, "there is no folder " + path, e);
        }
    }
}
