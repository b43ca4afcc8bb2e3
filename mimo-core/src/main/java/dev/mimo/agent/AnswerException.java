package dev.mimo.agent;

import dev.mimo.environment.MimoException;

/** A typed answer was asked for, and the turn ended without one that fits. */
public final class AnswerException extends MimoException {

    private static final long serialVersionUID = 1L;

    private final transient Outcome outcome;

    public AnswerException(String message, Outcome outcome) {
        super(message);
        this.outcome = outcome;
    }

    /** How the turn ended; a {@link Outcome.Done} holds the answer that did not fit. */
    public Outcome outcome() {
        return outcome;
    }
}
