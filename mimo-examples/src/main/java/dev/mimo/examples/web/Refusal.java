package dev.mimo.examples.web;

import dev.mimo.environment.MimoException;

/** A request that is not done, and why, for the one who made it. */
final class Refusal extends MimoException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    /** {@code code} is for programs, {@code message} for people. */
    Refusal(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    /** The HTTP status. */
    int status() {
        return status;
    }

    String code() {
        return code;
    }
}
