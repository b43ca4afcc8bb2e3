package dev.mimo.model;

import dev.mimo.environment.MimoException;

/** A {@link Budget} does not allow another call; the message names the limit and what was spent. */
public final class BudgetExceeded extends MimoException {

    private static final long serialVersionUID = 1L;

    private final String limit;

    /** {@code limit} is the name of the limit that was met: {@code tokens} or {@code cost}. */
    public BudgetExceeded(String limit, String message) {
        super(message);
        this.limit = limit;
    }

    public String limit() {
        return limit;
    }
}
