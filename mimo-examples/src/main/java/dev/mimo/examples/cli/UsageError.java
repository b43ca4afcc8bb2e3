package dev.mimo.examples.cli;

import dev.mimo.environment.MimoException;

/** The command line asks for something that cannot be; the message is one sentence on what to do instead. */
final class UsageError extends MimoException {

    private static final long serialVersionUID = 1L;

    UsageError(String message) {
        super(message);
    }
}
