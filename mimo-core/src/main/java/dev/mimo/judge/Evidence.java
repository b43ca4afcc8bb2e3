package dev.mimo.judge;

import dev.mimo.environment.Cancellation;
import dev.mimo.tool.Workspace;
import org.jspecify.annotations.Nullable;

/** A check that decides by itself, before any judge is paid: a command's exit code, a file, a lambda. */
@FunctionalInterface
public interface Evidence {

    /**
     * Looks. An exception counts as a failed check.
     *
     * @param workspace null when the agent has none
     */
    Finding look(@Nullable Workspace workspace, Cancellation cancellation) throws Exception;

    /**
     * What was found.
     *
     * @param name the check, for people and for the judge
     * @param holds whether it speaks for the goal
     * @param detail output or reason; bounded by the one who makes it
     */
    record Finding(String name, boolean holds, String detail) {}
}
