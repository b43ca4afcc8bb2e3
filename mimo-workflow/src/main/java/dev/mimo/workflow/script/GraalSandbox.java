package dev.mimo.workflow.script;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.management.ExecutionListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Scripts in this process: one engine, a context for each script. The engine is made when the first script comes. Nothing
 * of the host can be reached from a script, and what it takes is watched; but its heap is the host's, so scripts that nobody
 * vouches for belong in a process of their own: {@link ChildProcessSandbox}.
 *
 * <p>Memory: the engine has no limit of its own. What a script asks for between two answers is counted, garbage included,
 * every ten milliseconds, and built-in functions that could ask for much at once are bounded. What it keeps over many turns
 * shows in the heap that is live after collections: when that is three quarters of all, the run that has asked for most is
 * stopped, and what it kept is free again.
 *
 * <p>Time: a script is told to end, and its caller is answered when the {@linkplain GuestLimits grace} of its limits is over
 * in any case. What can run on after that are single steps of the engine that nothing ends: the arithmetic of huge integers,
 * and taking apart a very long text into an object ({@code {...text}}). Their threads are counted; with two of them no script
 * runs in this process until one has come to its end.
 */
public final class GraalSandbox implements Sandbox {

    /** Threads that could not be stopped; with more of them no script runs in this process any more. */
    private static final int MOST_STUCK = 2;

    private static final AtomicInteger STUCK = new AtomicInteger();
    private static final AtomicInteger COUNT = new AtomicInteger();

    /** All runs of this process: they share its heap. */
    private static final Set<GraalGuests> RUNS = ConcurrentHashMap.newKeySet();

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
        RUNS.add(guests);
        return guests;
    }

    @Override
    public @Nullable ScriptFault check(String name, String body) {
        GuestLimits usual = GuestLimits.defaults();
        // A cold engine takes more memory than a small heap has for scripts.
        GuestLimits limits = new GuestLimits(
                usual.cpu(), usual.statements(), Long.MAX_VALUE, usual.depth(), usual.grace(), usual.items());
        try (GraalGuests guests = new GraalGuests(this, limits, COUNT.incrementAndGet())) {
            return guests.turn(() -> parsed(name, body));
        } catch (GuestStopped e) {
            return new ScriptFault(String.valueOf(e.getMessage()), e.line(), "");
        }
    }

    private @Nullable ScriptFault parsed(String name, String body) {
        try (Context context = ContextOptions.context(engine(), 0, true)) {
            context.parse(GraalGuest.source(name, body));
            return null;
        } catch (PolyglotException e) {
            return GraalGuest.fault(e, name);
        }
    }

    /** Stops the run that has asked for most, when the heap is nearly full and that run may be to blame. */
    void watchHeap() {
        if (LiveHeap.full()) {
            RUNS.stream()
                    .filter(run -> run.stopped() == null)
                    .max(Comparator.comparingLong(GraalGuests::allocated))
                    .filter(run -> run.allocated() > LiveHeap.most() / 8)
                    .ifPresent(GraalSandbox::stopForHeap);
        }
    }

    private static void stopForHeap(GraalGuests run) {
        run.stop("the heap of the process is nearly full, and of all runs this one asked for most: "
                + (run.allocated() >> 20) + " MiB");
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
            List<String> unknown = ContextOptions.unknown(engine);
            if (!unknown.isEmpty()) {
                LoggerFactory.getLogger(GraalSandbox.class)
                        .warn("the script engine does not know {}: its sandbox may be open there", unknown);
            }
            ExecutionListener.newBuilder()
                    .roots(true)
                    // What stands around scripts is ours: it never calls itself without end.
                    .sourceFilter(source -> !source.isInternal())
                    .onEnter(event -> {
                        if (Thread.currentThread() instanceof GuestThread guest) {
                            guest.enter(event);
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
        RUNS.remove(guests);
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
