package dev.mimo.tool;

import dev.mimo.environment.MimoException;

/** The gate does not allow it; the message gives the reason, for the model to read. */
public final class PermissionDenied extends MimoException {

    private static final long serialVersionUID = 1L;

    public PermissionDenied(String reason) {
        super(reason);
    }
}
