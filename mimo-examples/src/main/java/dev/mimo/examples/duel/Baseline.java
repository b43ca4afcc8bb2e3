package dev.mimo.examples.duel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The files of a folder as they were, kept outside of it, so that whatever the agent does to a repository within makes no
 * difference. What the folder's own ignore files name is left out. For one thread.
 */
public final class Baseline {

    private final Git git;
    private final Path workspace;
    private final String kept;

    private Baseline(Git git, Path workspace, Path kept) {
        this.git = git;
        this.workspace = workspace;
        this.kept = "--git-dir=" + kept;
    }

    /** Keeps the files of {@code workspace} in {@code kept}, a folder that does not exist yet. */
    public static Baseline take(Git git, Path workspace, Path kept) throws IOException, InterruptedException {
        git.run(workspace, "init", "--quiet", "--bare", kept.toString());
        Baseline baseline = new Baseline(git, workspace, kept);
        baseline.renew();
        return baseline;
    }

    /** The same of a fresh checkout, where nothing is there but what belongs to it: also what its ignore files name. */
    public static Baseline ofCheckout(Git git, Path workspace, Path kept) throws IOException, InterruptedException {
        git.run(workspace, "init", "--quiet", "--bare", kept.toString());
        Baseline baseline = new Baseline(git, workspace, kept);
        baseline.run("add", "--all", "--force");
        baseline.commit();
        return baseline;
    }

    /** From now on, changes count from how the files are now. */
    void renew() throws IOException, InterruptedException {
        run("add", "--all");
        commit();
    }

    private void commit() throws IOException, InterruptedException {
        run("commit", "--quiet", "--allow-empty", "--message=base");
    }

    /** What was changed since, for {@code git apply}; empty when nothing was. */
    public String diff() throws IOException, InterruptedException {
        run("add", "--all");
        byte[] diff = run("diff", "--cached", "--binary", "--no-color", "--no-ext-diff", "--no-renames", "HEAD");
        return new String(diff, StandardCharsets.UTF_8);
    }

    private byte[] run(String command, String... arguments) throws IOException, InterruptedException {
        String[] line = new String[arguments.length + 3];
        line[0] = kept;
        line[1] = "--work-tree=" + workspace;
        line[2] = command;
        System.arraycopy(arguments, 0, line, 3, arguments.length);
        return git.run(workspace, line);
    }
}
