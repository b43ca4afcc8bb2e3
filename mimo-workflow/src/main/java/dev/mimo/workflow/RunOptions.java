package dev.mimo.workflow;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.EventSink;
import dev.mimo.workflow.journal.RunId;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How one run differs from what its engine was built with. Null components change nothing. Immutable.
 *
 * @param id of a new run; never used by a resumed one
 * @param launcher in place of the engine's
 * @param files in place of those of the workspace
 * @param scripts in place of the engine's
 * @param workspace of a new run; a resumed one keeps its own
 * @param caps of a new run; a resumed one keeps its own
 * @param events hears of the run besides the engine's
 * @param cancellation ends the run
 */
public record RunOptions(
        @Nullable RunId id,
        @Nullable AgentLauncher launcher,
        @Nullable WorkflowFiles files,
        @Nullable ScriptSource scripts,
        @Nullable Path workspace,
        @Nullable Caps caps,
        @Nullable EventSink events,
        @Nullable Cancellation cancellation) {

    private static final RunOptions NONE = new RunOptions(null, null, null, null, null, null, null, null);

    public static RunOptions none() {
        return NONE;
    }

    public RunOptions withId(RunId name) {
        return new RunOptions(name, launcher, files, scripts, workspace, caps, events, cancellation);
    }

    public RunOptions withLauncher(AgentLauncher other) {
        return new RunOptions(id, other, files, scripts, workspace, caps, events, cancellation);
    }

    public RunOptions withFiles(WorkflowFiles other) {
        return new RunOptions(id, launcher, other, scripts, workspace, caps, events, cancellation);
    }

    public RunOptions withScripts(ScriptSource other) {
        return new RunOptions(id, launcher, files, other, workspace, caps, events, cancellation);
    }

    public RunOptions withWorkspace(Path folder) {
        return new RunOptions(id, launcher, files, scripts, folder, caps, events, cancellation);
    }

    public RunOptions withCaps(Caps other) {
        return new RunOptions(id, launcher, files, scripts, workspace, other, events, cancellation);
    }

    public RunOptions withEvents(EventSink sink) {
        return new RunOptions(id, launcher, files, scripts, workspace, caps, sink, cancellation);
    }

    public RunOptions under(Cancellation signal) {
        return new RunOptions(id, launcher, files, scripts, workspace, caps, events, signal);
    }
}
