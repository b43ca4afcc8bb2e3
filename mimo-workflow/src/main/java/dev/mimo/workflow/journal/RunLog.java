package dev.mimo.workflow.journal;

import java.util.List;

/** The one writer of a run, held until it is closed. Safe for use by several threads. */
public interface RunLog extends AutoCloseable {

    RunId id();

    /**
     * Adds records, all or none, and returns when they are durable: call it before anybody acts on them.
     *
     * @param records none of them a {@link JournalRecord.Header}
     * @return the sequence number of the first one
     * @throws JournalException when they could not be written; none was added then
     */
    long append(List<? extends JournalRecord> records);

    /** What was recorded so far, the header first. */
    RunRecords records();

    /** Lets another owner take the run. A second call does nothing. */
    @Override
    void close();
}
