package dev.mimo.workflow.script;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.management.ExecutionListener;
import org.jspecify.annotations.Nullable;

/**
 * Scripts in this process: one engine, a context for each script. The engine is made when the first script comes. Nothing
 * of the host can be reached from a script, and what it takes is watched; but its heap is the host's, so scripts that nobody
 * vouches for belong in a process of their own.
 */
public final class GraalSandbox implements Sandbox {

    /** Threads that could not be stopped; with more of them no script runs in this process any more. */
    private static final int MOST_STUCK = 2;

    private static final AtomicInteger STUCK = new AtomicInteger();
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Set<GraalGuests> open = ConcurrentHashMap.newKeySet();
    private @Nullable Engine engine;
    private boolean closed;

    @Override
    public Guests open(GuestLimits limits) {
        if (STUCK.get() >= MOST_STUCK) {
            throw new GuestStopped(
                    STUCK.get()
                            + " scripts of this process could not be stopped: restart it, or run scripts in a process"
                            + " of their own",
                    0);
        }
        GraalGuests guests = new GraalGuests(this, limits, COUNT.incrementAndGet());
        open.add(guests);
        return guests;
    }

    @Override
    public @Nullable ScriptFault check(String name, String body) {
        try (Context context = ContextOptions.context(engine(), 0)) {
            context.parse(GraalGuest.source(name, body));
            return null;
        } catch (PolyglotException e) {
            return GraalGuest.fault(e, name);
        }
    }

    synchronized Engine engine() {
        if (closed) {
            throw new GuestStopped("the workflow engine was closed", 0);
        }
        if (engine == null) {
            engine = Engine.newBuilder("js")
                    .option("engine.WarnInterpreterOnly", "false")
                    .in(InputStream.nullInputStream())
                    .out(OutputStream.nullOutputStream())
                    .err(OutputStream.nullOutputStream())
                    .build();
            ExecutionListener.newBuilder()
                    .roots(true)
                    .onEnter(event -> {
                        if (Thread.currentThread() instanceof GuestThread guest) {
                            guest.enter();
                        }
                    })
                    .onReturn(event -> {
                        if (Thread.currentThread() instanceof GuestThread guest) {
                            guest.leave();
                        }
                    })
                    .attach(engine);
        }
        return engine;
    }

    /** A script would not end; its thread is left behind. */
    void stuck() {
        STUCK.incrementAndGet();
    }

    void unstuck() {
        STUCK.decrementAndGet();
    }

    void closed(GraalGuests guests) {
        open.remove(guests);
    }

    @Override
    public void close() {
        open.forEach(GraalGuests::close);
        synchronized (this) {
            closed = true;
            if (engine != null) {
                engine.close(true);
                engine = null;
            }
        }
    }
}
