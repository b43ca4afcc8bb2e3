package dev.mimo.memory.checkpoint;

import dev.mimo.environment.MimoException;

/** A writer has no patch that can be used; the message says why. */
public final class WriterFailed extends MimoException {

    private static final long serialVersionUID = 1L;

    public WriterFailed(String message) {
        super(message);
    }
}
