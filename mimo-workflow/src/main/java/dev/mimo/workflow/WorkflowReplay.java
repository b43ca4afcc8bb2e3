package dev.mimo.workflow;

import dev.mimo.workflow.journal.InMemoryJournal;
import dev.mimo.workflow.journal.JournalRecord;
import dev.mimo.workflow.journal.JournalRecord.Divergence;
import dev.mimo.workflow.journal.JournalRecord.Status;
import dev.mimo.workflow.journal.Recorded;
import dev.mimo.workflow.journal.RunId;
import dev.mimo.workflow.journal.RunLog;
import dev.mimo.workflow.journal.RunRecords;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Replays a recorded run without models, files or network: a unit test of a script. Every call of an agent and every file is
 * answered from the journal; the script must do just what it did then.
 *
 * <pre>{@code
 * WorkflowResult result = WorkflowReplay.of(FileJournal.at(recordings).find(RunId.of("wf-1"))).run();
 * assertThat(result.fault()).isNull();
 * }</pre>
 *
 * Immutable. The journal is read and never written.
 */
public final class WorkflowReplay {

    private static final RunId RUN = RunId.of("replay");

    private final RunRecords records;
    private final @Nullable WorkflowScript script;

    private WorkflowReplay(RunRecords records, @Nullable WorkflowScript script) {
        this.records = records;
        this.script = script;
    }

    public static WorkflowReplay of(RunRecords records) {
        return new WorkflowReplay(records, null);
    }

    /** The same recording with another version of the script, to see whether it still does the same. */
    public WorkflowReplay with(WorkflowScript other) {
        return new WorkflowReplay(records, other);
    }

    /**
     * Replays it.
     *
     * @return the result; a run that differs from its journal, or asks for what is not in it, has failed, and its fault names
     *     the call with what was expected and what came
     */
    public WorkflowResult run() throws InterruptedException {
        Queue<String> missing = new ConcurrentLinkedQueue<>();
        Resumption how = Resumption.usual().keepingFailures().onDivergence(Divergence.FAIL);
        try (WorkflowEngine engine = WorkflowEngine.builder()
                .journal(copy())
                .worktrees(null)
                .launcher((call, scope) -> {
                    missing.add(call.path() + " " + call.title());
                    return CallResult.failed("the journal has no answer to it");
                })
                .build()) {
            WorkflowResult result = engine.resume(
                            RUN,
                            script == null ? how : how.withScript(script),
                            RunOptions.none().withFiles(new NoFiles(written())))
                    .await();
            return missing.isEmpty() ? result : withoutAnswers(result, missing);
        }
    }

    private static WorkflowResult withoutAnswers(WorkflowResult result, Queue<String> missing) {
        String calls = missing.stream().sorted().limit(10).collect(Collectors.joining("; "));
        return new WorkflowResult(
                result.run(),
                Status.FAILED,
                null,
                new WorkflowFault("the journal has no answer to " + missing.size() + " calls of agents: " + calls, 0),
                result.spent(),
                result.agents(),
                result.launched(),
                result.phases());
    }

    private InMemoryJournal copy() {
        InMemoryJournal journal = new InMemoryJournal();
        List<JournalRecord> all = records.stream(1).map(Recorded::record).collect(Collectors.toList());
        try (RunLog log = journal.begin(RUN, records.header())) {
            if (!all.isEmpty()) {
                log.append(all);
            }
        }
        return journal;
    }

    /** The hash of each file that the run wrote, as it left it. */
    private Map<String, String> written() {
        Map<String, String> hashes = new HashMap<>();
        records.stream(0)
                .map(Recorded::record)
                .filter(JournalRecord.Write.class::isInstance)
                .map(JournalRecord.Write.class::cast)
                .forEach(write -> hashes.put(write.target(), write.after()));
        return hashes;
    }

    /** Whatever the journal does not have cannot be read; what it wrote is as it left it. */
    private record NoFiles(Map<String, String> written) implements WorkflowFiles {

        @Override
        public @Nullable String read(String path) throws IOException {
            throw new IOException("the journal has no answer to it");
        }

        @Override
        public boolean exists(String path) throws IOException {
            throw new IOException("the journal has no answer to it");
        }

        @Override
        public List<String> glob(String pattern) throws IOException {
            throw new IOException("the journal has no answer to it");
        }

        @Override
        public @Nullable String hash(String path) {
            return written.get(path);
        }

        @Override
        public void write(String path, String content) {
            // Nothing is written offline.
        }
    }
}
