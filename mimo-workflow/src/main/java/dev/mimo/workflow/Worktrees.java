package dev.mimo.workflow;

import dev.mimo.environment.CancelledException;
import dev.mimo.environment.Environment;
import dev.mimo.environment.MimoException;
import dev.mimo.environment.PrivateFiles;
import dev.mimo.tool.Workspace;
import dev.mimo.workflow.WorktreeFailed.Kind;
import dev.mimo.workflow.journal.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;
import org.apache.commons.io.file.StandardDeleteOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The git worktrees of one run: each isolated agent works in one of its own, on a branch of its own, and what it leaves there is
 * kept. One at a time is made or removed in a repository, by whatever run of the environment; the agents work side by side. Safe
 * for use by several threads.
 */
final class Worktrees {

    private static final Logger LOG = LoggerFactory.getLogger(Worktrees.class);

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

    private final GitRepository repository;
    private final String prefix;
    private final Path folder;
    private final ReentrantLock alone;
    private final Map<String, Worktree> atWork = new ConcurrentHashMap<>();
    private int last = -1;
    private volatile boolean over;

    private Worktrees(GitRepository repository, RunId run, Path folder, ReentrantLock alone) {
        this.repository = repository;
        this.prefix = "mimo/" + run + "/";
        this.folder = folder;
        this.alone = alone;
    }

    /** One lock for each repository that is worked on. */
    private static final class Locks {

        private final Map<Path, ReentrantLock> locks = new ConcurrentHashMap<>();

        ReentrantLock of(Path store) {
            return locks.computeIfAbsent(store, any -> new ReentrantLock());
        }
    }

    /**
     * What an agent has left in its worktree.
     *
     * @param changed whether anything differs from where it began; nothing else is kept
     */
    record Kept(String branch, Path directory, boolean changed) {}

    /**
     * Those of a run; nothing is made yet.
     *
     * @param parent holds the run's folder of worktrees; made when needed
     * @throws WorktreeFailed when the workspace is in no git repository, or {@code parent} would be among the repository's files
     */
    static Worktrees of(Path workspace, RunId run, Path parent, Environment environment) throws InterruptedException {
        GitRepository repository = GitRepository.of(workspace);
        Path folder = Workspace.of(workspace)
                .resolve(parent.toAbsolutePath().toString())
                .resolve(run.value());
        if (!repository.leavesOut(folder)) {
            throw new WorktreeFailed(
                    Kind.BAD_FOLDER,
                    "worktrees cannot be kept in " + parent + ": it lies in the working tree " + repository.top()
                            + ", which does not ignore it");
        }
        Locks locks = environment.resources().get(Locks.class, Locks::new);
        return new Worktrees(repository, run, folder, locks.of(repository.store()));
    }

    /**
     * A new one, at the commit at which the run's working tree stands now. What is not committed there is not in it.
     *
     * @throws CancelledException when all were removed
     */
    Worktree add() throws InterruptedException {
        alone.lockInterruptibly();
        try {
            requireGoingOn();
            String base = repository.head();
            String name = String.valueOf(next());
            PrivateFiles.createFolders(folder);
            return made(prefix + name, folder.resolve(name), base);
        } catch (IOException e) {
            throw new WorktreeFailed(Kind.REFUSED, "a worktree cannot be made: " + e.getMessage(), e);
        } finally {
            alone.unlock();
        }
    }

    private Worktree made(String branch, Path directory, String base) throws InterruptedException, IOException {
        try {
            Path git = repository.addWorktree(directory, branch, base);
            Path inside = directory.resolve(repository.inside().toString());
            Worktree worktree = new Worktree(branch, base, directory, Files.createDirectories(inside), git);
            atWork.put(branch, worktree);
            requireGoingOn();
            return worktree;
        } catch (InterruptedException | IOException | RuntimeException e) {
            atWork.remove(branch);
            try {
                delete(branch, directory);
            } catch (WorktreeFailed left) {
                e.addSuppressed(left);
            }
            throw e;
        }
    }

    private void requireGoingOn() {
        if (over) {
            throw new CancelledException("the run is over: there are no more worktrees");
        }
    }

    /* Numbers are used once, also across the processes that work on a run. */
    private int next() throws InterruptedException {
        if (last < 0) {
            last = 0;
            for (String name : names()) {
                last = Math.max(last, Integer.parseInt(name));
            }
        }
        return ++last;
    }

    /**
     * The agent has ended: keeps what it changed, else removes the worktree with its branch. Where it cannot be told whether
     * anything was changed, it is kept.
     *
     * @return null when nothing was changed
     */
    @Nullable
    Kept finish(Worktree worktree) throws InterruptedException {
        if (isChanged(worktree)) {
            atWork.remove(worktree.branch());
            return new Kept(worktree.branch(), worktree.directory(), true);
        }
        remove(worktree);
        return null;
    }

    private boolean isChanged(Worktree worktree) throws InterruptedException {
        try {
            return repository.differs(worktree);
        } catch (WorktreeFailed e) {
            LOG.warn("what an agent changed in {} cannot be told; it is kept", worktree.directory(), e);
            return true;
        }
    }

    /** Removes one with its branch and all that it holds: for an agent that came to nothing. An interrupt does not cut it short. */
    void remove(Worktree worktree) {
        alone.lock();
        try {
            delete(worktree.branch(), worktree.directory());
            atWork.remove(worktree.branch());
        } finally {
            alone.unlock();
        }
    }

    /**
     * Removes those of all agents that have not finished, and makes no more. What was kept stays. A second call does nothing. An
     * interrupt does not cut it short.
     *
     * @throws WorktreeFailed when one could not be removed; the others are
     */
    void removeAll() {
        over = true;
        each(List.copyOf(atWork.values()), this::remove);
    }

    /**
     * Removes what earlier processes left of this run: those of agents that never came to a result.
     *
     * @param kept the branches of recorded results
     * @return the branches that are gone now
     */
    List<String> removeLeftovers(Set<String> kept) throws InterruptedException {
        alone.lockInterruptibly();
        try {
            List<String> left = new ArrayList<>();
            for (String name : names()) {
                String branch = prefix + name;
                if (!kept.contains(branch) && !atWork.containsKey(branch)) {
                    left.add(branch);
                }
            }
            each(left, branch -> delete(branch, folder.resolve(branch.substring(prefix.length()))));
            return left;
        } finally {
            alone.unlock();
        }
    }

    /** Whether what was kept is still there: its folder, or at least its branch. */
    boolean isThere(Kept kept) throws InterruptedException {
        return Files.isDirectory(kept.directory()) || repository.hasBranch(kept.branch());
    }

    /** The numbers of all of which there is a branch, a folder, or a trace in git. */
    private Set<String> names() throws InterruptedException {
        Set<String> names = new TreeSet<>();
        for (String branch : repository.branches(prefix)) {
            names.add(branch.substring(prefix.length()));
        }
        for (Path known : repository.worktrees()) {
            if (folder.equals(known.getParent())) {
                names.add(known.getFileName().toString());
            }
        }
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> found = Files.list(folder)) {
                found.forEach(path -> names.add(path.getFileName().toString()));
            } catch (IOException e) {
                throw new WorktreeFailed(Kind.REFUSED, "cannot be listed: " + folder, e);
            }
        }
        names.removeIf(name -> !NUMBER.matcher(name).matches());
        return names;
    }

    /* Done again after an interrupt, which stands afterwards: what is gone already does no harm. */
    private void delete(String branch, Path directory) {
        boolean interrupted = Thread.interrupted();
        try {
            while (!deleted(branch, directory)) {
                interrupted = true;
            }
        } catch (IOException e) {
            throw new WorktreeFailed(Kind.REFUSED, "cannot be removed: " + directory + ": " + e.getMessage(), e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /* The folder first: git does not remove one in which it finds its own file broken, but forgets one that is gone. */
    private boolean deleted(String branch, Path directory) throws IOException {
        try {
            if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
                PathUtils.delete(directory, StandardDeleteOption.OVERRIDE_READ_ONLY);
            }
            if (repository.worktrees().contains(directory)) {
                repository.removeWorktree(directory);
            }
            if (repository.hasBranch(branch)) {
                repository.removeBranch(branch);
            }
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private static <T> void each(List<T> things, Consumer<T> job) {
        MimoException first = null;
        for (T thing : things) {
            try {
                job.accept(thing);
            } catch (MimoException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
