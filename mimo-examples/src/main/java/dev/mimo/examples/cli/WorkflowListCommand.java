package dev.mimo.examples.cli;

import dev.mimo.examples.coder.Surroundings;
import dev.mimo.examples.terminal.Printable;
import dev.mimo.model.Json;
import dev.mimo.workflow.journal.RunInfo;
import dev.mimo.workflow.tree.RunTree;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mimo workflow list}: all runs. */
@Command(name = "list", description = "Lists the runs, the last one first.")
final class WorkflowListCommand implements Callable<Integer> {

    private final Surroundings around;

    @Option(names = "--json", description = "One JSON object a line.")
    boolean json;

    WorkflowListCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        WorkflowRuns runs = WorkflowRuns.in(around.home());
        List<RunInfo> all = runs.journal().list();
        PrintStream out = around.terminal().out();
        for (RunInfo run : all) {
            out.println(json ? json(run, runs.status(run)) : line(run, runs.status(run)));
        }
        if (all.isEmpty() && !json) {
            out.println("There are no runs in " + around.home().resolve("runs") + ".");
        }
        out.flush();
        return ExitCode.DONE;
    }

    private static String line(RunInfo run, RunTree.Status status) {
        String time = SessionsCommand.time(run.lastWritten());
        return run.id() + "  " + time + "  " + String.format(Locale.ROOT, "%-9s", words(status)) + "  "
                + Printable.line(run.name(), 60);
    }

    private static String json(RunInfo run, RunTree.Status status) {
        return Json.write(Json.object()
                .put("run", run.id().value())
                .put("name", run.name())
                .put("status", status.name().toLowerCase(Locale.ROOT))
                .put("begun", run.begun().toString())
                .put("last_written", run.lastWritten().toString())
                .put("records", run.records()));
    }

    private static String words(RunTree.Status status) {
        return status.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
