package dev.mimo.workflow.journal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps runs. Safe for use by several threads, and, where it is durable, by several processes. */
public interface Journal {

    /**
     * Begins a run, with its first record.
     *
     * @return its only writer, until that is closed
     * @throws RunBusy when the run exists and has an owner
     * @throws JournalException when the run exists, or cannot be written
     */
    RunLog begin(RunId id, JournalRecord.Header header);

    /**
     * Takes up a run that was begun before. A record whose writing was cut short is gone, with those appended together with
     * it.
     *
     * @return its only writer, until that is closed
     * @throws RunBusy when it has an owner, here or in another process
     * @throws JournalException when there is no such run, or it cannot be read
     */
    RunLog open(RunId id);

    /** A run for reading, beside whoever writes it; null when there is none. */
    @Nullable
    RunRecords find(RunId id);

    /** All runs, the one written last first. */
    List<RunInfo> list();
}
