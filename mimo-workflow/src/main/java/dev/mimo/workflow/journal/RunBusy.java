package dev.mimo.workflow.journal;

/** A run has an owner already, here or in another process: wait for it, or cancel it there. Nothing was changed. */
public final class RunBusy extends JournalException {

    private static final long serialVersionUID = 1L;

    public RunBusy(RunId id, String holder) {
        super("run " + id + " is in use by " + holder, null);
    }
}
