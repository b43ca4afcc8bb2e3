package dev.mimo.workflow.script;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Scripts in processes of their own, one for each run: for scripts that nobody vouches for. Such a process has its own heap,
 * which is all that a script can fill; it knows nothing of this process's environment, works in an empty private folder, and
 * is killed when a run is stopped, takes too much, or its host is gone. What scripts do is the same as in
 * {@link GraalSandbox}, which runs in there with the same limits; a run takes about a second longer to start.
 *
 * <p>It is no container: the process has the rights of its user. It is the sandbox inside that keeps a script from using them.
 */
public final class ChildProcessSandbox implements Sandbox {

    /** Enough for a thousand agents and their answers. */
    private static final int USUAL_HEAP_MIB = 256;

    private final int heapMiB;
    private final Set<ChildGuests> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** With 256 MiB of heap for each run. */
    public ChildProcessSandbox() {
        this(USUAL_HEAP_MIB);
    }

    /**
     * With so much heap for each run.
     *
     * @param heapMiB at least 64
     */
    public ChildProcessSandbox(int heapMiB) {
        if (heapMiB < 64) {
            throw new IllegalArgumentException("heapMiB must be at least 64: " + heapMiB);
        }
        this.heapMiB = heapMiB;
    }

    @Override
    public Guests open(GuestLimits limits) {
        return started(limits);
    }

    private ChildGuests started(GuestLimits limits) {
        if (closed) {
            throw new GuestStopped("the workflow engine was closed", 0);
        }
        ChildGuests guests = new ChildGuests(limits, heapMiB, open::remove);
        open.add(guests);
        return guests;
    }

    @Override
    public @Nullable ScriptFault check(String name, String body) {
        try (ChildGuests guests = started(GuestLimits.defaults())) {
            return guests.check(name, body);
        } catch (GuestStopped e) {
            return new ScriptFault(e.reason(), e.line(), "");
        }
    }

    @Override
    public void close() {
        closed = true;
        open.forEach(ChildGuests::close);
    }
}
