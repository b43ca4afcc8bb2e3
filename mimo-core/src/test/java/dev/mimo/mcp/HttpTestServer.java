package dev.mimo.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mimo.model.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** The test server over streamable HTTP, on loopback: answers to requests come as event streams, or as JSON where asked. */
final class HttpTestServer implements AutoCloseable {

    final List<Headers> requests = new CopyOnWriteArrayList<>();
    final AtomicInteger sessions = new AtomicInteger();

    /** Whether answers are one JSON object instead of a stream. */
    volatile boolean plain;

    /** The status that every request gets; 0 for real answers. */
    volatile int status;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockingQueue<ObjectNode> out = new LinkedBlockingQueue<>();
    private final TestServer protocol;
    private volatile String session = "";

    private HttpTestServer(HttpServer server, Path folder, String... switches) {
        this.server = server;
        this.protocol = new TestServer(folder, Set.of(switches), out::add);
    }

    static HttpTestServer start(Path folder, String... switches) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        HttpTestServer http = new HttpTestServer(server, folder, switches);
        server.createContext("/", http::handle);
        server.setExecutor(http.threads);
        server.start();
        return http;
    }

    URI address(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** What was known of a client is known no longer. */
    void forget() {
        session = "forgotten";
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestHeaders());
        try (exchange) {
            if (status != 0) {
                exchange.getResponseHeaders()
                        .add("Location", address("/elsewhere").toString());
                exchange.sendResponseHeaders(status, -1);
            } else if (!exchange.getRequestMethod().equals("POST")) {
                exchange.sendResponseHeaders(exchange.getRequestMethod().equals("GET") ? 405 : 200, -1);
            } else {
                post(exchange);
            }
        }
    }

    private void post(HttpExchange exchange) throws IOException {
        ObjectNode message =
                Json.readObject(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        boolean greeting = message.path("method").asText().equals("initialize");
        if (greeting) {
            session = "session-" + sessions.incrementAndGet();
        } else if (!session.equals(exchange.getRequestHeaders().getFirst("Mcp-Session-Id"))) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        exchange.getResponseHeaders().add("Mcp-Session-Id", session);
        if (message.has("id") && message.has("method")) {
            answer(exchange, message);
        } else {
            protocol.take(message);
            exchange.sendResponseHeaders(202, -1);
        }
    }

    private void answer(HttpExchange exchange, ObjectNode request) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", plain ? "application/json" : "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            protocol.take(request);
            for (ObjectNode message = out.take(); ; message = out.take()) {
                body.write((plain ? message.toString() : "event: message\ndata: " + message + "\n\n")
                        .getBytes(StandardCharsets.UTF_8));
                body.flush();
                if (request.get("id").equals(message.get("id"))) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
