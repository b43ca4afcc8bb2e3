package dev.mimo.examples.cli;

import dev.mimo.environment.Environment;
import dev.mimo.examples.coder.Surroundings;
import dev.mimo.workflow.journal.JournalRecord;
import dev.mimo.workflow.journal.RunId;
import dev.mimo.workflow.journal.RunLog;
import dev.mimo.workflow.journal.RunRecords;
import dev.mimo.workflow.tree.RunTree;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code mimo workflow cancel}: ends a run of another process, or one that was cut off, for now. */
@Command(
        name = "cancel",
        description = "Cancels a run, here or in another process, and waits until it has ended.",
        footer = {"", "What it did is kept: it can be resumed all the same. A run that has ended stays as it is."})
final class WorkflowCancelCommand implements Callable<Integer> {

    private static final String REASON = "cancelled with mimo workflow cancel";
    private static final Duration LOOK = Duration.ofMillis(100);

    /** Calls that do not listen are left behind after 10 s. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Surroundings around;

    @Parameters(paramLabel = "RUN", description = "Its name, as it was printed (see: mimo workflow list).")
    String name = "";

    WorkflowCancelCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        WorkflowRuns runs = WorkflowRuns.in(around.home());
        RunId id = runs.id(name);
        RunRecords records = runs.records(id);
        if (!WorkflowRuns.isOpen(records)) {
            return say("run " + id + " has ended: " + status(runs.tree(id)), ExitCode.DONE);
        }
        String owner = runs.findOwner(id);
        return owner == null ? end(runs, id) : ask(runs, id, owner);
    }

    /** Nobody runs it, so it is ended here. */
    private int end(WorkflowRuns runs, RunId id) {
        try (RunLog log = runs.journal().open(id)) {
            RunTree tree = RunTree.cutOff(id, log.records());
            log.append(List.of(new JournalRecord.Terminal(
                    JournalRecord.Status.CANCELLED, null, REASON, tree.totals().spent())));
        }
        return say("run " + id + " was cut off before; it counts as cancelled now", ExitCode.DONE);
    }

    /** The process that runs it looks for the wish. */
    private int ask(WorkflowRuns runs, RunId id, String owner) throws IOException, InterruptedException {
        runs.askToCancel(id, REASON);
        RunRecords records = runs.records(id);
        for (Duration waited = Duration.ZERO; waited.compareTo(PATIENCE) < 0; waited = waited.plus(LOOK)) {
            if (!WorkflowRuns.isOpen(records)) {
                return say("run " + id + " has ended: " + status(runs.tree(id)), ExitCode.DONE);
            }
            Environment.standard().sleep(LOOK, around.interrupt());
        }
        runs.forgetRequest(id);
        around.err().println("mimo: " + owner + ", which does not answer: end that process");
        return ExitCode.FAILED;
    }

    private int say(String text, int code) {
        around.terminal().out().println(text);
        around.terminal().out().flush();
        return code;
    }

    private static String status(RunTree tree) {
        return tree.status().name().toLowerCase(Locale.ROOT);
    }
}
