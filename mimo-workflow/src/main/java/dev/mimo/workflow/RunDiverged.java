package dev.mimo.workflow;

import dev.mimo.environment.MimoException;
import dev.mimo.workflow.journal.CallPath;

/** A resumed script does something else than its journal says, and its run was to fail then. */
final class RunDiverged extends MimoException {

    private static final long serialVersionUID = 1L;

    RunDiverged(CallPath path, String expected, String actual) {
        super("the run differs from its journal at " + path + ": expected " + expected + ", not " + actual);
    }
}
