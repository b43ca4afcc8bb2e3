package dev.mimo.testing.server;

import dev.mimo.environment.MimoException;
import dev.mimo.environment.Threads;
import dev.mimo.model.Model;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A model server on 127.0.0.1 that speaks OpenAI chat completions, streamed or not, and answers with any {@link Model}.
 *
 * <p>It is an ordinary receiver: it leaves acknowledgements to the operating system and sends each event in a write of its
 * own. Safe for use by several threads; all its threads are daemons.
 */
public final class LoopbackModelServer implements AutoCloseable {

    private final Model model;
    private final ServerSocket listener;
    private final ExecutorService threads = Threads.perTask("loopback-model");
    private final Queue<WireFault> faults = new ConcurrentLinkedQueue<>();
    private final List<RecordedRequest> requests = Collections.synchronizedList(new ArrayList<>());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile boolean closed;

    private LoopbackModelServer(Model model) throws IOException {
        this.model = model;
        listener = new ServerSocket(0, 200, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    }

    /** Starts a server on a free port. */
    public static LoopbackModelServer serving(Model model) {
        try {
            LoopbackModelServer server = new LoopbackModelServer(model);
            server.threads.execute(server::accept);
            return server;
        } catch (IOException e) {
            throw new MimoException("no model server could be started on this machine", e);
        }
    }

    /** Where its dialect begins: {@code http://127.0.0.1:PORT/v1}. */
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/v1");
    }

    /** What goes wrong with the next requests, one each, in order; with those after them nothing does. */
    public LoopbackModelServer next(WireFault... coming) {
        faults.addAll(List.of(coming));
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

    /** Ends all connections at once. */
    @Override
    public void close() {
        closed = true;
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new MimoException("the model server could not be closed", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private void accept() {
        while (!closed) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                if (!closed) {
                    throw new MimoException("the model server stopped listening", e);
                }
            }
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
            if (!closed) {
                throw new MimoException("a request to the model server could not be served", e);
            }
        } finally {
            open.remove(socket);
        }
    }

    private boolean answer(HttpConnection connection, RecordedRequest request) throws IOException {
        WireFault fault;
        int number;
        synchronized (requests) {
            requests.add(request);
            number = requests.size();
            WireFault asked = faults.poll();
            fault = asked == null ? WireFault.none() : asked;
        }
        try {
            return new ChatExchange(connection, request, fault, "loopback-" + number).answer(model);
        } catch (ChatExchange.Over over) {
            return over.more();
        } catch (SocketException e) {
            request.clientLeft();
            throw e;
        }
    }
}
