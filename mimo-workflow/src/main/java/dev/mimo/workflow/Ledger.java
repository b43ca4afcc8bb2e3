package dev.mimo.workflow;

import dev.mimo.workflow.journal.JournalRecord;
import dev.mimo.workflow.journal.RunLog;
import java.util.ArrayList;
import java.util.List;

/** Writes the journal of a run: what belongs together at once. Used by the run's loop only. */
final class Ledger {

    /** Records that nobody waits for are not held back for longer than this many. */
    private static final int MOST_HELD = 256;

    private final RunLog log;
    private final List<JournalRecord> held = new ArrayList<>();

    Ledger(RunLog log) {
        this.log = log;
    }

    /** Written with the next ones that somebody waits for. */
    void add(JournalRecord record) {
        held.add(record);
        if (held.size() >= MOST_HELD) {
            flush();
        }
    }

    /** Returns when all that was added is durable. */
    void flush() {
        if (!held.isEmpty()) {
            log.append(List.copyOf(held));
            held.clear();
        }
    }

    void close() {
        log.close();
    }
}
