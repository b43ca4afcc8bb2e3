package dev.mimo.examples.coder;

import dev.mimo.environment.MimoException;

/** The command line asks for something that cannot be; the message is one sentence on what to do instead. */
public final class UsageError extends MimoException {

    private static final long serialVersionUID = 1L;

    public UsageError(String message) {
        super(message);
    }
}
