package dev.mimo.workflow.tree;

import dev.mimo.workflow.journal.JournalException;
import dev.mimo.workflow.journal.Recorded;
import dev.mimo.workflow.journal.RunId;
import dev.mimo.workflow.journal.RunRecords;
import java.util.List;

/** Looks at a run again and again, and reads each record once. Safe for use by several threads. */
public final class RunWatch {

    private final RunRecords records;
    private final RunReading reading;
    private long read;

    public RunWatch(RunId id, RunRecords records) {
        this.records = records;
        this.reading = new RunReading(id);
    }

    /**
     * The run as it stands now, taken to be running unless it has ended.
     *
     * @throws JournalException when the records cannot be read
     */
    public synchronized RunTree tree() {
        catchUp();
        return reading.tree(RunTree.Status.RUNNING);
    }

    /** The run as it was left, unless it has ended: nobody runs it. */
    public synchronized RunTree cutOff() {
        catchUp();
        return reading.tree(RunTree.Status.CUT_OFF);
    }

    private void catchUp() {
        List<Recorded> page;
        do {
            page = records.page(read, RunRecords.PAGE);
            page.forEach(reading::add);
            read += page.size();
        } while (page.size() == RunRecords.PAGE);
        if (read == 0) {
            throw new JournalException("a run begins with its header", null);
        }
    }
}
