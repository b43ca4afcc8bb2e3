package dev.mimo.examples.cli;

import dev.mimo.environment.AtomicFile;
import dev.mimo.environment.PrivateFiles;
import dev.mimo.examples.coder.Settings;
import dev.mimo.examples.coder.UsageError;
import dev.mimo.examples.coder.Workflows;
import dev.mimo.model.Json;
import dev.mimo.workflow.journal.FileJournal;
import dev.mimo.workflow.journal.JournalRecord;
import dev.mimo.workflow.journal.RunBusy;
import dev.mimo.workflow.journal.RunId;
import dev.mimo.workflow.journal.RunInfo;
import dev.mimo.workflow.journal.RunRecords;
import dev.mimo.workflow.tree.RunTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The runs of workflows below a home folder. Beside the journal of each stand the settings it was started with, and, for a
 * moment, the wish of another process that it be cancelled.
 */
final class WorkflowRuns {

    private static final String SETTINGS = "settings.json";
    private static final String CANCEL = "cancel";

    private final Path root;
    private final FileJournal journal;

    private WorkflowRuns(Path root) {
        this.root = root;
        this.journal = FileJournal.at(root);
    }

    static WorkflowRuns in(Path home) {
        return new WorkflowRuns(Workflows.runs(home));
    }

    FileJournal journal() {
        return journal;
    }

    /** The run of that name, or, without a name, the one written last. Throws {@link UsageError} when there is none. */
    RunId id(@Nullable String name) {
        if (name == null) {
            List<RunInfo> runs = journal.list();
            if (runs.isEmpty()) {
                throw new UsageError("there is no run in " + root + ".");
            }
            return runs.get(0).id();
        }
        RunId id = RunId.of(name);
        records(id);
        return id;
    }

    RunRecords records(RunId id) {
        RunRecords records = journal.find(id);
        if (records == null) {
            throw new UsageError("there is no run " + id + " in " + root + " (see: mimo workflow list).");
        }
        return records;
    }

    RunTree tree(RunId id) {
        RunRecords records = records(id);
        return isOpen(records) && findOwner(id) == null ? RunTree.cutOff(id, records) : RunTree.of(id, records);
    }

    RunTree.Status status(RunInfo run) {
        if (run.ended() != null) {
            return RunTree.Status.valueOf(run.ended().name());
        }
        return findOwner(run.id()) == null ? RunTree.Status.CUT_OFF : RunTree.Status.RUNNING;
    }

    /** Whether a run has not ended, as far as its records say. */
    static boolean isOpen(RunRecords records) {
        return records.page(records.size() - 1, 1).stream()
                .noneMatch(last -> last.record() instanceof JournalRecord.Terminal);
    }

    /** In the words of its journal, who runs it; null when nobody does. */
    @Nullable
    String findOwner(RunId id) {
        try {
            journal.open(id).close();
            return null;
        } catch (RunBusy e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Keeps what a run is about to be started with. */
    void keep(RunId id, Settings settings) throws IOException {
        PrivateFiles.createFolders(root.resolve(id.value()));
        write(id, SETTINGS, Json.write(settings.toJson()));
    }

    /** What a run was started with. Throws {@link UsageError} when it was not started by the command line. */
    Settings settings(RunId id) throws IOException {
        String text = findText(id, SETTINGS);
        if (text == null) {
            throw new UsageError("run " + id + " was not started with mimo workflow run: resume it where it was.");
        }
        return Settings.of(Json.readObject(text));
    }

    /** Asks the process that runs it to cancel it. */
    void askToCancel(RunId id, String reason) throws IOException {
        write(id, CANCEL, reason);
    }

    /** Why another process wants a run to be cancelled; null when none does. */
    @Nullable
    String findRequest(RunId id) throws IOException {
        return findText(id, CANCEL);
    }

    /** Takes a wish back that nobody heeded. */
    void forgetRequest(RunId id) throws IOException {
        Files.deleteIfExists(root.resolve(id.value()).resolve(CANCEL));
    }

    private void write(RunId id, String name, String text) throws IOException {
        AtomicFile.write(root.resolve(id.value()).resolve(name), text.getBytes(StandardCharsets.UTF_8), true);
    }

    private @Nullable String findText(RunId id, String name) throws IOException {
        try {
            return Files.readString(root.resolve(id.value()).resolve(name));
        } catch (NoSuchFileException e) {
            return null;
        }
    }
}
