package dev.mimo.workflow;

import dev.mimo.workflow.journal.CallPath;
import dev.mimo.workflow.journal.JournalRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * Records in which order a script is told things. While a pass tells just what was told before, nothing is written: a run that is
 * resumed often does not grow by that. Used by the run's loop only.
 */
final class Deliveries {

    private final Past past;
    private final Ledger ledger;
    private final List<CallPath> asBefore = new ArrayList<>();
    private boolean differs;

    Deliveries(Past past, Ledger ledger) {
        this.past = past;
        this.ledger = ledger;
    }

    /** Something from the past is about to be told. */
    void again(CallPath path) {
        if (!differs && Integer.valueOf(asBefore.size()).equals(past.place(path))) {
            asBefore.add(path);
        } else {
            differ();
            ledger.add(new JournalRecord.Delivered(path));
        }
    }

    /** Something that this pass did is about to be told. */
    void add(CallPath path) {
        if (asBefore.size() < past.deliveries()) {
            differ();
        }
        ledger.add(new JournalRecord.Delivered(path));
    }

    /** From here on the order is another one: all of it is written, and holds for the next pass. */
    private void differ() {
        if (!differs) {
            differs = true;
            asBefore.forEach(path -> ledger.add(new JournalRecord.Delivered(path)));
        }
    }
}
