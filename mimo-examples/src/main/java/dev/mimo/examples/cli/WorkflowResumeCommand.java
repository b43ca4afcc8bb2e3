package dev.mimo.examples.cli;

import dev.mimo.examples.coder.Surroundings;
import dev.mimo.workflow.Resumption;
import dev.mimo.workflow.WorkflowScript;
import dev.mimo.workflow.journal.JournalRecord.Divergence;
import dev.mimo.workflow.journal.RunId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mimo workflow resume}: goes on with a run from its journal. */
@Command(
        name = "resume",
        description = "Goes on with a run that was cut off, cancelled or failed.",
        footer = {
            "",
            "Calls that ended well are answered from the journal, in the same order; only the rest is done. Workspace,",
            "model, rules and limits are those of the start."
        })
final class WorkflowResumeCommand implements Callable<Integer> {

    private final Surroundings around;

    @Parameters(paramLabel = "RUN", description = "Its name, as it was printed (see: mimo workflow list).")
    String name = "";

    @Option(
            names = "--script",
            paramLabel = "FILE",
            description = "An edited script in place of the recorded one; what it did not change is not done again.")
    @Nullable
    Path script;

    @Option(names = "--keep-failures", description = "Do not try again what failed.")
    boolean keepFailures;

    @Option(names = "--strict", description = "Fail as soon as the script does something else than its journal says.")
    boolean strict;

    @Option(
            names = "--own-process",
            description = "Run the script in a process of its own: for one nobody vouches for.")
    boolean ownProcess;

    @Option(names = "--json", description = "Print events, one JSON object a line, the result last, and nothing else.")
    boolean json;

    @Mixin
    ExtensionOptions extensions = new ExtensionOptions();

    WorkflowResumeCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        WorkflowRuns runs = WorkflowRuns.in(around.home());
        RunId id = runs.id(name);
        Resumption usual = Resumption.usual();
        Resumption how = script == null ? usual : usual.withScript(WorkflowScript.of(WorkflowFile.read(script)));
        how = keepFailures ? how.keepingFailures() : how;
        Resumption chosen = strict ? how.onDivergence(Divergence.FAIL) : how;
        return new WorkflowWork(around, runs.settings(id), ownProcess, json)
                .run(id, extensions, (engine, options) -> engine.resume(id, chosen, options));
    }
}
