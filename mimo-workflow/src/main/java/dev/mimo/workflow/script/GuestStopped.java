package dev.mimo.workflow.script;

import dev.mimo.environment.MimoException;

/** A script was stopped: it took more than it may, or somebody wanted it to end. */
public final class GuestStopped extends MimoException {

    private static final long serialVersionUID = 1L;

    private final String reason;
    private final int line;

    public GuestStopped(String reason, int line) {
        super(line > 0 ? reason + " (line " + line + ")" : reason);
        this.reason = reason;
        this.line = line;
    }

    /** Why, without the line. */
    String reason() {
        return reason;
    }

    /** The line that ran, from 1; 0 when unknown. */
    public int line() {
        return line;
    }
}
