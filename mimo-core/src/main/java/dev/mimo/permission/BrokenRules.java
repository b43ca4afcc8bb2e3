package dev.mimo.permission;

import dev.mimo.environment.MimoException;

/** Rules that cannot be read; the message names the part that is wrong. Nothing of them may be used. */
public final class BrokenRules extends MimoException {

    private static final long serialVersionUID = 1L;

    BrokenRules(String message) {
        super(message);
    }
}
