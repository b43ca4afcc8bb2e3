package dev.mimo.workflow.script;

import org.jspecify.annotations.Nullable;

/** A place where scripts run. Safe for use by several threads. */
public interface Sandbox extends AutoCloseable {

    /**
     * A place for the scripts of one run.
     *
     * @throws GuestStopped when no more scripts may run here
     */
    Guests open(GuestLimits limits);

    /**
     * Looks whether a body can be read as JavaScript; nothing of it runs.
     *
     * @return what is wrong; null when it can
     */
    @Nullable
    ScriptFault check(String name, String body);

    /** Ends all that runs here. A second call does nothing. */
    @Override
    void close();
}
