package dev.mimo.workflow.journal;

import org.jspecify.annotations.Nullable;

/** A file of a run holds bytes that were never written so: restore it from a copy. It was left as it is. */
public final class DamagedJournal extends JournalException {

    private static final long serialVersionUID = 1L;

    private final long position;

    /** The message names the file. */
    public DamagedJournal(String message, long position, @Nullable Throwable cause) {
        super(message, cause);
        this.position = position;
    }

    /** Where the damaged record begins, in bytes from the start of the file. */
    public long position() {
        return position;
    }
}
