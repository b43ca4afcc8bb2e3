package dev.mimo.tool;

import dev.mimo.environment.MimoException;

/** A call that no tool could run as it is; the model is told the message and may do better. */
public final class InvalidCall extends MimoException {

    private static final long serialVersionUID = 1L;

    public InvalidCall(String message) {
        super(message);
    }
}
