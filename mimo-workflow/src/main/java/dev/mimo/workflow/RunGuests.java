package dev.mimo.workflow;

import dev.mimo.workflow.script.ChildProcessSandbox;
import dev.mimo.workflow.script.GraalSandbox;
import dev.mimo.workflow.script.Guest;
import dev.mimo.workflow.script.GuestLimits;
import dev.mimo.workflow.script.GuestScript;
import dev.mimo.workflow.script.GuestStopped;
import dev.mimo.workflow.script.Guests;
import dev.mimo.workflow.script.Sandbox;
import dev.mimo.workflow.script.ScriptFault;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where the scripts of one run are at work: in this process, or, for those that are to be kept out of it, in one of its own, which
 * is started with the first of them. One thread takes turns; {@link #stop} may come from any.
 */
final class RunGuests implements AutoCloseable {

    /** Made once: an engine for JavaScript takes a third of a second, and what it has compiled serves all. */
    private static final Sandbox HERE = new GraalSandbox();

    private static final Sandbox OWN_PROCESS = new ChildProcessSandbox();

    private final Predicate<WorkflowScript> ownProcess;
    private final GuestLimits limits;
    private @Nullable Guests here;
    private @Nullable Guests apart;
    private @Nullable String stopped;

    RunGuests(Predicate<WorkflowScript> ownProcess, GuestLimits limits) {
        this.ownProcess = ownProcess;
        this.limits = limits;
    }

    /** What keeps a script from being read as JavaScript; null for nothing. Nothing of it runs. */
    static @Nullable ScriptFault check(WorkflowScript script) {
        return HERE.check(Frame.source(script), Frame.body(script));
    }

    Guest open(WorkflowScript script, GuestScript guest) {
        return guests(ownProcess.test(script)).open(guest);
    }

    private synchronized Guests guests(boolean apartFromHost) {
        if (stopped != null) {
            throw new GuestStopped(stopped, 0);
        }
        Guests open = apartFromHost ? apart : here;
        if (open != null) {
            return open;
        }
        if (apartFromHost) {
            apart = OWN_PROCESS.open(limits);
            return apart;
        }
        here = HERE.open(limits);
        return here;
    }

    /** Ends what runs, and lets nothing run any more; the first reason stays. */
    void stop(String reason) {
        for (Guests guests : stopped(reason)) {
            guests.stop(reason);
        }
    }

    private synchronized List<Guests> stopped(String reason) {
        stopped = stopped == null ? reason : stopped;
        List<Guests> open = new ArrayList<>();
        if (here != null) {
            open.add(here);
        }
        if (apart != null) {
            open.add(apart);
        }
        return open;
    }

    @Override
    public void close() {
        stopped("the run is over").forEach(Guests::close);
    }
}
