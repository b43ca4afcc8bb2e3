package dev.mimo.environment;

import java.nio.file.Path;

/** Somebody else works on a file: wait for them, or take another. Nothing was changed. */
public final class FileBusy extends MimoException {

    private static final long serialVersionUID = 1L;

    private final String holder;

    public FileBusy(Path file, String holder) {
        super(file + " is in use by " + holder);
        this.holder = holder;
    }

    /** Who has it, as {@code pid@host}. */
    public String holder() {
        return holder;
    }
}
