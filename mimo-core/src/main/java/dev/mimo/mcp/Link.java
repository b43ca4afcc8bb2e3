package dev.mimo.mcp;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.CancelledException;
import dev.mimo.environment.Environment;
import dev.mimo.environment.EventSink;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.tool.ToolContext;
import dev.mimo.tool.ToolProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one server up: starts it, starts it again when it is lost, and gives up after some tries until it is asked for. All
 * agents of an environment share it. Safe for use by several threads.
 *
 * <p>{@code next} is what calls wait for: it holds the connection, or will, or the failure after which nobody tries. A call
 * that was at a server when it was lost is never made again.
 */
@SuppressWarnings("ReferenceEquality") // Which attempt it is, is told by the very future.
final class Link implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);

    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final McpServer server;
    private final Environment environment;
    private final Pins pins;
    private final EventSink events;
    private final Hidden hidden;
    private final Semaphore places;
    private @Nullable CompletableFuture<Connection> next;
    private Map<String, Definition> known = Map.of();
    private String failure = "";
    private int tries;
    private boolean once;
    private boolean wasUp;
    private boolean closed;
    private boolean listing;
    private @Nullable Thread dialing;

    Link(McpServer server, Environment environment, Pins pins, EventSink events) {
        this.server = server;
        this.environment = environment;
        this.pins = pins;
        this.events = events;
        this.hidden = Hidden.of(server);
        this.places = new Semaphore(server.atOnce(), true);
    }

    McpServer server() {
        return server;
    }

    /** The connection, or the one that is being made; begins one when there is none and nobody tries. */
    CompletableFuture<Connection> connection() {
        CompletableFuture<Connection> wanted;
        synchronized (this) {
            if (closed) {
                return CompletableFuture.failedFuture(new ServerFailure("it was closed"));
            }
            if (next != null && !next.isCompletedExceptionally()) {
                return next;
            }
            wanted = new CompletableFuture<>();
            next = wanted;
            // Whoever asks gets one try at once; only what was lost is tried for again and again.
            once = true;
            tries = 0;
        }
        environment.executor().execute(() -> dial(wanted));
        return wanted;
    }

    private void dial(CompletableFuture<Connection> wanted) {
        synchronized (this) {
            if (closed || next != wanted) {
                return;
            }
            dialing = Thread.currentThread();
        }
        try {
            Connection made = Connection.open(server, environment, this::toolsChanged);
            boolean taken = false;
            try {
                taken = up(wanted, made) && wanted.complete(made);
            } finally {
                if (!taken) {
                    made.close();
                }
            }
            CompletionStage<String> end = made.ended();
            end.thenAccept(why -> lost(made, why));
        } catch (ServerFailure e) {
            failed(wanted, e.words());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed(wanted, "it was interrupted");
        } catch (RuntimeException e) {
            LOG.debug("MCP server {} cannot be started", server.name(), e);
            failed(wanted, hidden.line(e));
        } catch (Error e) {
            failed(wanted, hidden.line(e));
            throw e;
        } finally {
            synchronized (this) {
                dialing = null;
                notifyAll();
            }
        }
    }

    /** False when nobody wants it any more. */
    private boolean up(CompletableFuture<Connection> wanted, Connection made) {
        boolean again;
        synchronized (this) {
            if (closed || next != wanted) {
                return false;
            }
            again = wasUp;
            wasUp = true;
            once = false;
            failure = "";
        }
        events.emit(new McpEvent.Started(server.name(), made.definitions().size(), again));
        listed(made.definitions(), again);
        return true;
    }

    private void failed(CompletableFuture<Connection> wanted, String why) {
        boolean gaveUp;
        synchronized (this) {
            if (next != wanted) {
                wanted.completeExceptionally(new ServerFailure(why));
                return;
            }
            failure = why;
            tries++;
            gaveUp = closed || once || tries > Backoff.TRIES;
            if (gaveUp) {
                // Whoever hears that it is absent and asks for it gets a try of their own, not this failure.
                next = null;
            }
        }
        if (gaveUp) {
            events.emit(new McpEvent.Absent(server.name(), why));
            wanted.completeExceptionally(new ServerFailure(why));
        } else {
            dialLater(wanted);
        }
    }

    /** A server that ends again and again before it has answered a call is given up as one that does not start. */
    private void lost(Connection connection, String why) {
        CompletableFuture<Connection> wanted = new CompletableFuture<>();
        synchronized (this) {
            if (closed || findUp() != connection) {
                return;
            }
            next = wanted;
        }
        events.emit(new McpEvent.Stopped(server.name(), why));
        environment.executor().execute(connection::close);
        failed(wanted, why);
    }

    private void dialLater(CompletableFuture<Connection> wanted) {
        Duration delay;
        synchronized (this) {
            delay = Backoff.before(tries - 1, environment.random());
        }
        try {
            environment.scheduler().after(delay, () -> environment.executor().execute(() -> dial(wanted)));
        } catch (CancelledException e) {
            wanted.completeExceptionally(new ServerFailure("the environment was closed"));
        }
    }

    private void answered() {
        synchronized (this) {
            tries = 0;
        }
    }

    /** Makes the call, or says why not. {@code wanted}: what the agent was told of the tool. */
    ToolResult call(ToolCall call, Definition wanted, ToolContext context) throws InterruptedException {
        places.acquire();
        try {
            Connection connection = await(context.cancellation());
            Definition now = connection.definitions().get(wanted.name());
            if (now == null) {
                return ToolResult.error(
                        call, "not run: the MCP server \"" + server.name() + "\" no longer has this tool");
            }
            if (!now.hash().equals(wanted.hash())) {
                return ToolResult.error(
                        call,
                        "not run: the MCP server \"" + server.name()
                                + "\" has changed what this tool does or takes; it is not used until a person accepts that");
            }
            return call(call, wanted.name(), connection, context);
        } catch (ServerFailure e) {
            return ToolResult.error(
                    call, "not run: the MCP server \"" + server.name() + "\" is not there: " + e.words());
        } finally {
            places.release();
        }
    }

    private ToolResult call(ToolCall call, String tool, Connection connection, ToolContext context)
            throws InterruptedException {
        InFlight flight =
                connection.start(call, tool, news -> context.events().emit(new ToolProgress(context.callId(), news)));
        Cancellation.Registration limit = environment
                .scheduler()
                .after(server.callLimit(), () -> connection.giveUp(flight, overdue(), "it took too long"));
        Cancellation.Registration cancel = context.cancellation()
                .onCancel(() -> connection.giveUp(flight, "cancelled; whether it took effect is unknown", "cancelled"));
        try {
            ToolResult result = flight.await();
            if (connection.isSuspect()) {
                drop(connection);
            } else if (!connection.ended().isDone()) {
                answered();
            }
            return result;
        } catch (InterruptedException e) {
            connection.giveUp(flight, "cancelled", "cancelled");
            throw e;
        } finally {
            limit.close();
            cancel.close();
            connection.done(flight);
        }
    }

    private String overdue() {
        return "no answer within " + server.callLimit().toSeconds() + " s: the MCP server \"" + server.name()
                + "\" was told to stop; whether the call took effect is unknown; look before you repeat it";
    }

    private Connection await(Cancellation cancellation) throws ServerFailure, InterruptedException {
        CompletableFuture<Connection> mine = connection().copy();
        Cancellation.Registration limit = environment
                .scheduler()
                .after(server.startLimit(), () -> mine.completeExceptionally(new ServerFailure(waited())));
        Cancellation.Registration cancel = cancellation.onCancel(
                () -> mine.completeExceptionally(new CancelledException("cancelled before the call was made")));
        try {
            return mine.get();
        } catch (ExecutionException e) {
            cancellation.throwIfCancelled();
            if (e.getCause() instanceof ServerFailure known) {
                throw known;
            }
            throw new ServerFailure(hidden.line(e));
        } finally {
            limit.close();
            cancel.close();
        }
    }

    private synchronized String waited() {
        return "it is being started again, try " + tries + " of " + Backoff.TRIES
                + (failure.isEmpty() ? "" : "; it was lost: " + failure);
    }

    /** The next call begins a new one; this one ends when the calls it is at are done. */
    private void drop(Connection connection) {
        synchronized (this) {
            if (findUp() == connection) {
                next = null;
            }
        }
        connection.retire();
    }

    private void toolsChanged() {
        Connection connection;
        synchronized (this) {
            connection = findUp();
            if (connection == null || listing) {
                return;
            }
            listing = true;
        }
        environment.executor().execute(() -> list(connection));
    }

    private void list(Connection connection) {
        try {
            synchronized (this) {
                listing = false;
            }
            connection.list();
            listed(connection.definitions(), true);
        } catch (ServerFailure e) {
            LOG.debug("MCP server {} does not tell its tools: {}", server.name(), e.words());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tools that are not what they were when they were first seen. */
    List<McpEvent.ToolChanged> changed() {
        Map<String, Definition> now;
        synchronized (this) {
            now = known;
        }
        Map<String, String> names = ToolNames.of(server.name(), now.keySet());
        List<McpEvent.ToolChanged> changed = new ArrayList<>();
        names.forEach((tool, name) -> {
            Definition is = Objects.requireNonNull(now.get(tool));
            Pins.Pin was = pins.find(server.name(), tool);
            if (was != null && !was.hash().equals(is.hash())) {
                changed.add(new McpEvent.ToolChanged(
                        server.name(), tool, name, was.description(), is.description(), is.hash()));
            }
        });
        return changed;
    }

    /** What it said last of its tools, by its own names; nothing before it was up. */
    synchronized Map<String, Definition> known() {
        return known;
    }

    /** Why it is not there; empty when it is, or nobody has tried. */
    synchronized String failure() {
        return failure;
    }

    synchronized McpStatus.State state() {
        if (closed) {
            return McpStatus.State.CLOSED;
        }
        CompletableFuture<Connection> wanted = next;
        if (wanted == null) {
            return wasUp || !failure.isEmpty() ? McpStatus.State.ABSENT : McpStatus.State.IDLE;
        }
        return wanted.isCompletedExceptionally()
                ? McpStatus.State.ABSENT
                : wanted.isDone() ? McpStatus.State.UP : McpStatus.State.STARTING;
    }

    private synchronized @Nullable Connection findUp() {
        return next == null || next.isCompletedExceptionally() ? null : next.getNow(null);
    }

    private void listed(Map<String, Definition> now, boolean again) {
        List<String> added;
        List<String> gone;
        synchronized (this) {
            added = without(now, known);
            gone = without(known, now);
            known = now;
        }
        if (again && !(added.isEmpty() && gone.isEmpty())) {
            events.emit(new McpEvent.ToolsListed(server.name(), added, gone));
        }
        if (again) {
            changed().forEach(events::emit);
        }
    }

    private static List<String> without(Map<String, Definition> these, Map<String, Definition> those) {
        var names = new TreeSet<>(these.keySet());
        names.removeAll(those.keySet());
        return new ArrayList<>(names);
    }

    /** Ends the server, and the try to start it; returns when that is done. */
    @Override
    public void close() {
        Connection connection;
        synchronized (this) {
            closed = true;
            connection = findUp();
            if (next != null) {
                next.completeExceptionally(new ServerFailure("it was closed"));
            }
            if (dialing != null) {
                dialing.interrupt();
            }
        }
        if (connection != null) {
            connection.close();
        }
        awaitNoDial();
    }

    private synchronized void awaitNoDial() {
        long end = System.nanoTime() + CLOSING.toNanos();
        boolean interrupted = false;
        for (long left = CLOSING.toNanos(); dialing != null && left > 0; left = end - System.nanoTime()) {
            try {
                wait(left / 1_000_000 + 1);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
