package dev.mimo.workflow;

import dev.mimo.environment.MimoException;

/** A script that cannot be a workflow: correct it at the place that is named. Nothing of it was run. */
public final class WorkflowException extends MimoException {

    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    /**
     * A fault of a script.
     *
     * @param fault what is wrong, and what to write instead
     * @param line of the script, from 1
     * @param column in the line, from 1, in UTF-16 units
     */
    public WorkflowException(String fault, int line, int column) {
        super(fault + " (line " + line + ", column " + column + ")");
        this.line = line;
        this.column = column;
    }

    /** The line of the script, from 1. */
    public int line() {
        return line;
    }

    /** The column in the line, from 1, in UTF-16 units. */
    public int column() {
        return column;
    }
}
