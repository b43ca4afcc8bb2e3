package dev.mimo.examples.duel;

import dev.mimo.agent.Outcome;
import dev.mimo.environment.Cancellation;
import dev.mimo.environment.CancelledException;
import dev.mimo.environment.MimoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.commons.io.FileUtils;
import org.jspecify.annotations.Nullable;

/** One run of one side on one task, in folders of its own that are gone afterwards. For one thread. */
final class Trial {

    private static final Duration SETUP = Duration.ofMinutes(30);
    private static final Duration CHECK = Duration.ofMinutes(30);

    private final DuelTask task;
    private final Contestant side;
    private final Shell shell;
    private final Git git;

    /** {@code cancellation}: the one that ends the side's turn. */
    Trial(DuelTask task, Contestant side, Cancellation cancellation) {
        this.task = task;
        this.side = side;
        this.shell = new Shell(cancellation);
        this.git = new Git(cancellation);
    }

    /**
     * What came of it.
     *
     * @param diff what it changed
     * @param kept where its folders are, when they were to stay
     */
    record Result(Ran ran, String diff, @Nullable Path kept) {}

    /**
     * Copies, sets up, lets the side work, checks.
     *
     * @throws MimoException when the copy or its set-up fails, which is no side's fault
     */
    Result run(boolean keep) throws IOException, InterruptedException {
        // The folder's name says nothing of the side: an agent or a voter could see it.
        Path root = Files.createTempDirectory("mimo-trial-").toRealPath();
        try {
            Path workspace = root.resolve("repository");
            task.repository().copyTo(workspace, git);
            Baseline baseline = task.repository().isCheckout()
                    ? Baseline.ofCheckout(git, workspace, root.resolve("base.git"))
                    : Baseline.take(git, workspace, root.resolve("base.git"));
            setUp(workspace, baseline);
            return work(new Contestant.Place(workspace, root.resolve("home")), baseline, keep ? root : null);
        } finally {
            if (!keep) {
                FileUtils.deleteDirectory(root.toFile());
            }
        }
    }

    private void setUp(Path workspace, Baseline baseline) throws IOException, InterruptedException {
        String setup = task.setup();
        if (setup == null) {
            return;
        }
        Shell.Ended ended = shell.run(setup, workspace, SETUP);
        if (!ended.isGood()) {
            throw new MimoException("the setup of task \"" + task.id() + "\" " + ended.fault());
        }
        baseline.renew();
    }

    private Result work(Contestant.Place place, Baseline baseline, @Nullable Path kept)
            throws IOException, InterruptedException {
        long started = System.nanoTime();
        Outcome outcome = side.work(task.prompt(), place, task.timeout());
        Duration time = Duration.ofNanos(System.nanoTime() - started);
        if (outcome instanceof Outcome.Cancelled) {
            throw new CancelledException("interrupted");
        }
        // Before the check, whose own files are none of the agent's work.
        String diff = baseline.diff();
        String check = task.check();
        Boolean solved = check == null
                ? null
                : Boolean.valueOf(shell.run(check, place.workspace(), CHECK).isGood());
        return new Result(Ran.of(outcome, solved, time), diff, kept);
    }
}
