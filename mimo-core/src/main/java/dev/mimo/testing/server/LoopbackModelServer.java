package dev.mimo.testing.server;

import dev.mimo.environment.MimoException;
import dev.mimo.environment.Threads;
import dev.mimo.model.Model;
import dev.mimo.testing.wire.Vendor;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A model server on 127.0.0.1 that speaks OpenAI chat completions, OpenAI responses and Anthropic messages, each streamed or
 * not as the request asks, in the form of a {@link Vendor}. What it says is a reply that knows nothing of dialects:
 *
 * <pre>{@code
 * try (LoopbackModelServer server = LoopbackModelServer.scripted().vendor(Vendor.KIMI).strict()) {
 *     server.answer(WireAnswer.of(Reply.calls(ScriptedModel.toolCall("read", Map.of("path", "a.txt")))))
 *           .answer(WireAnswer.text("done").with(new WireFault.CutAfter(Place.Mark.AFTER_FINISH)));
 *     runYourClientAgainst(server.baseUrl());
 *     assertThat(server.requests()).hasSize(2);
 *     server.assertExhausted();
 * }
 * }</pre>
 *
 * <p>The dialect is told by the end of the path, whatever stands before it: {@link #url} gives addresses with any beginning.
 * Who answers: the first rule of {@link #when} that a request meets, else the next of {@link #answer}, else the model of
 * {@link #serving}. An answer is written when the model has replied, in the pieces in which it told it, or in pieces of 16
 * characters.
 *
 * <p>It is an ordinary receiver: it leaves acknowledgements to the operating system and sends each event in a write of its
 * own. It has no clock and no chance in it: what waits, waits for a {@link WireFault.Gate} or for the client to leave. Safe for
 * use by several threads; all its threads are daemons and gone when it is closed.
 */
public final class LoopbackModelServer implements AutoCloseable {

    /** Only a guard against a model that does not end when it is interrupted. */
    private static final int PATIENCE_SECONDS = 10;

    private final Script script;
    private final Issued issued = new Issued();
    private final ExecutorService threads = Threads.perTask("loopback-model");
    private final List<RecordedRequest> requests = Collections.synchronizedList(new ArrayList<>());
    private final Queue<Throwable> problems = new ConcurrentLinkedQueue<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final int port;
    private Listener listener;
    private volatile Vendor vendor = Vendor.STANDARD;
    private volatile boolean strict;
    private volatile boolean closed;

    private LoopbackModelServer(@Nullable Model model) throws IOException {
        script = new Script(model);
        listener = new Listener(0);
        port = listener.port();
        listen();
    }

    /** Starts a server on a free port that answers what is not scripted by a model. */
    public static LoopbackModelServer serving(Model model) {
        return start(model);
    }

    /** Starts a server on a free port that has nothing but its script; a request beyond it fails the test. */
    public static LoopbackModelServer scripted() {
        return start(null);
    }

    private static LoopbackModelServer start(@Nullable Model model) {
        try {
            return new LoopbackModelServer(model);
        } catch (IOException e) {
            throw new MimoException("no model server could be started on this machine", e);
        }
    }

    /** Where its dialects begin: {@code http://127.0.0.1:PORT/v1}. */
    public URI baseUrl() {
        return url("/v1");
    }

    /** An address of it with any beginning of the path, such as {@code /api/paas/v4} or {@code /anthropic/v1}. */
    public URI url(String basePath) {
        return URI.create("http://127.0.0.1:" + port + basePath);
    }

    /** Answers from now on in the form of a vendor, and is strict by its rules. */
    public LoopbackModelServer vendor(Vendor other) {
        vendor = other;
        return this;
    }

    /**
     * Refuses from now on what the provider would refuse, with status 400 and in its words; what was wrong is in
     * {@link RecordedRequest#violations}. Beyond the rules of {@link dev.mimo.testing.wire.WireRules}, thinking that it has
     * signed must come back unchanged, and calls that it has named with their reasoning.
     */
    public LoopbackModelServer strict() {
        strict = true;
        return this;
    }

    /** The next answers, one each, in order. */
    public LoopbackModelServer answer(WireAnswer... coming) {
        script.add(List.of(coming));
        return this;
    }

    /** How requests that meet a condition are answered; asked on the thread of the connection, for several at once. */
    public LoopbackModelServer when(
            Predicate<RecordedRequest> condition, Function<RecordedRequest, WireAnswer> answer) {
        script.add(condition, answer);
        return this;
    }

    /** What goes wrong with the next requests, one each, in order; with those after them nothing does. */
    public LoopbackModelServer next(WireFault... coming) {
        script.addFaults(List.of(coming));
        return this;
    }

    /** All requests so far, in the order of their arrival. */
    public List<RecordedRequest> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    /** How many connections were made so far. */
    public int connections() {
        return connections.get();
    }

    /** Ends all connections and refuses new ones, as a machine does on which no server runs. */
    public synchronized void refuseConnections() {
        endConnections();
    }

    /** Takes connections again, on the same port. */
    public synchronized void acceptConnections() {
        if (closed || !listener.isClosed()) {
            return;
        }
        try {
            listener = new Listener(port);
            listen();
        } catch (IOException e) {
            throw new MimoException("the model server could not take its port " + port + " again", e);
        }
    }

    /**
     * Fails when answers or faults are left that were to come, or when something went wrong on the server's side: a request
     * beyond the script, a model that threw, a fault whose place did not come in its answer.
     */
    public void assertExhausted() {
        Throwable first = problems.peek();
        if (first != null) {
            throw new AssertionError("the model server had a problem: " + first.getMessage(), first);
        }
        if (script.left() > 0) {
            throw new AssertionError("of the script of the model server, " + script.left()
                    + " answers or faults are left after " + requests.size() + " requests");
        }
    }

    /**
     * Ends all connections at once, and waits for its threads to be gone.
     *
     * @throws MimoException when a model behind it does not end within 10 s of being interrupted
     */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            endConnections();
        }
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new MimoException("what answers for the model server has not ended when it was interrupted");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen() {
        Listener current = listener;
        threads.execute(() -> current.accept(this::take, problems::add));
    }

    private void endConnections() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new MimoException("the model server could not be closed", e);
        }
        open.forEach(this::close);
    }

    private void take(Socket socket) {
        open.add(socket);
        threads.execute(() -> serve(socket));
    }

    private void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            problems.add(e);
        }
    }

    private void serve(Socket socket) {
        try (HttpConnection connection = new HttpConnection(socket, connections.incrementAndGet())) {
            boolean more = true;
            while (more) {
                RecordedRequest request = connection.read();
                more = request != null && answer(connection, request);
            }
        } catch (SocketException e) {
            // The client left; what it left is in the record of its request.
        } catch (IOException e) {
            if (!socket.isClosed()) {
                problems.add(e);
            }
        } finally {
            open.remove(socket);
        }
    }

    private boolean answer(HttpConnection connection, RecordedRequest request) throws IOException {
        int number;
        WireFault fault;
        synchronized (requests) {
            requests.add(request);
            number = requests.size();
            fault = script.nextFault();
        }
        try {
            Exchange.Serving serving = new Exchange.Serving(vendor, strict, script, issued, problems::add);
            return new Exchange(connection, request, serving, number).answer(fault);
        } catch (SocketException e) {
            request.clientLeft();
            throw e;
        }
    }
}
