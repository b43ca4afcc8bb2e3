package dev.mimo.environment;

import java.nio.file.Path;

/** A log holds bytes that were never written so: restore it from a copy. The file was left as it is. */
public final class DamagedLog extends MimoException {

    private static final long serialVersionUID = 1L;

    private final long position;

    public DamagedLog(Path file, long position, String fault) {
        super(file + " is damaged at byte " + position + ": " + fault);
        this.position = position;
    }

    /** Where the damaged record begins, in bytes from the start of the file. */
    public long position() {
        return position;
    }
}
