package dev.mimo.workflow.journal;

import dev.mimo.environment.MimoException;
import org.jspecify.annotations.Nullable;

/** A journal could not read or write, or found what it cannot understand; the message names the place. */
public class JournalException extends MimoException {

    private static final long serialVersionUID = 1L;

    public JournalException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
