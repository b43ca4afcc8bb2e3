package dev.mimo.examples.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mimo.environment.Threads;
import dev.mimo.model.Json;
import dev.mimo.permission.Approver;
import dev.mimo.session.SessionId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A page for the sessions of a {@link Desk}, on this machine only. What it understands:
 *
 * <pre>
 * GET  /                            the page
 * GET  /api/sessions                all sessions
 * POST /api/sessions                {"text"}: begins one
 * POST /api/sessions/ID/messages    {"text"}: goes on; 409 while a turn runs
 * GET  /api/sessions/ID/events      what happens, as server-sent events; Last-Event-ID
 * POST /api/sessions/ID/answers     {"call", "answer": "allow" | "session" | "deny" | "reply", "text"}
 * POST /api/sessions/ID/cancel      stops what runs
 * </pre>
 *
 * <p>All under {@code /api} wants {@code Authorization: Bearer TOKEN}. What is refused is answered by {@code {"error",
 * "message"}}. Safe for use by several threads.
 */
public final class WebServer implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(WebServer.class.getName());

    private static final int MOST_READERS = 256;

    /** How long readers may take to hear the end, milliseconds. */
    private static final int LAST_WORDS = 500;

    private static final Map<String, String> FILES = Map.of(
            "page.html", "text/html; charset=utf-8",
            "page.css", "text/css; charset=utf-8",
            "page.js", "text/javascript; charset=utf-8");

    private final Desk desk;
    private final HttpServer http;
    private final ExecutorService threads = Threads.perTask("mimo-web");
    private final Semaphore readers = new Semaphore(MOST_READERS);
    private final Access access;

    private WebServer(Desk desk, HttpServer http) {
        this.desk = desk;
        this.http = http;
        access = Access.on(http.getAddress().getPort());
        http.setExecutor(threads);
        http.createContext("/", this::handle);
    }

    /** Serves {@code desk}, and closes it when it is closed itself; port 0 takes any that is free. */
    public static WebServer open(Desk desk, int port) throws IOException {
        // The JDK's server would hold small pieces back until the reader has acknowledged the one before.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        WebServer server = new WebServer(desk, HttpServer.create(new InetSocketAddress(loopback, port), 0));
        server.http.start();
        return server;
    }

    /** Where the page is, with the token behind the #, which browsers keep to themselves. */
    public URI page() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/#" + access.token());
    }

    /** Takes nothing new, ends turns and readers in good order, then the connections; within 5 s. */
    @Override
    public void close() {
        desk.close();
        try {
            // What is left to be told takes no time, but for a reader who does not listen.
            if (!readers.tryAcquire(MOST_READERS, LAST_WORDS, TimeUnit.MILLISECONDS)) {
                LOG.log(System.Logger.Level.DEBUG, "a reader was cut off");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        http.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange http) {
        try (http) {
            Exchange exchange = new Exchange(http);
            try {
                access.requireOwnPage(exchange.headers());
                route(exchange);
            } catch (Refusal refusal) {
                exchange.refuse(refusal);
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "a request failed", e);
                exchange.refuse(new Refusal(500, "failed", "something broke; the server's log tells what"));
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a client left before it was answered", e);
        }
    }

    private void route(Exchange exchange) throws IOException {
        List<String> path = exchange.path();
        if (!path.get(0).equals("api")) {
            require(exchange, "GET");
            file(exchange, path.equals(List.of("")) ? "page.html" : String.join("/", path));
            return;
        }
        access.requireToken(exchange.header("Authorization"));
        if (path.equals(List.of("api", "sessions"))) {
            sessions(exchange);
        } else if (path.size() == 4
                && path.get(1).equals("sessions")
                && path.get(2).matches("[\\w.-]{1,100}")) {
            session(exchange, SessionId.of(path.get(2)), path.get(3));
        } else {
            throw new Refusal(404, "no_such_path", "there is nothing at this path");
        }
    }

    private void sessions(Exchange exchange) throws IOException {
        if (exchange.method().equals("GET")) {
            ArrayNode rows = Json.array();
            for (Conversation.Row row : desk.rows()) {
                rows.addObject()
                        .put("id", row.id().value())
                        .put("title", row.title())
                        .put("state", row.state().label())
                        .put("at", row.touched().toString());
            }
            exchange.send(200, rows);
        } else {
            require(exchange, "POST");
            SessionId id = desk.begin(Exchange.text(exchange.readJson(), "text"));
            exchange.send(201, Json.object().put("session", id.value()));
        }
    }

    private void session(Exchange exchange, SessionId id, String what) throws IOException {
        require(exchange, what.equals("events") ? "GET" : "POST");
        switch (what) {
            case "events" -> events(exchange, id);
            case "messages" -> desk.say(id, Exchange.text(exchange.readJson(), "text"));
            case "answers" -> answer(exchange.readJson(), id);
            case "cancel" -> desk.cancel(id);
            default -> throw new Refusal(404, "no_such_path", "there is nothing at this path");
        }
        if (!what.equals("events")) {
            exchange.send(202, Json.object());
        }
    }

    private void answer(ObjectNode body, SessionId id) {
        String words = body.path("text").asText("");
        Approver.Answer answer = switch (Exchange.text(body, "answer")) {
            case "allow" -> Approver.Answer.once();
            case "session" -> Approver.Answer.forSession();
            case "deny" ->
                new Approver.Answer.Deny(words.isBlank() ? "the user said no" : "the user said no: " + words);
            case "reply" -> new Approver.Answer.Reply(Exchange.text(body, "text"));
            default -> throw new Refusal(400, "missing", "\"answer\" is allow, session, deny or reply");
        };
        desk.answer(id, Exchange.text(body, "call"), answer);
    }

    private void events(Exchange exchange, SessionId id) throws IOException {
        Conversation conversation = desk.conversation(id);
        if (!readers.tryAcquire()) {
            throw new Refusal(503, "too_many", "at most " + MOST_READERS + " pages can watch at once");
        }
        Watcher watcher = conversation.watch();
        try (OutputStream out = exchange.stream("text/event-stream")) {
            new EventStreamWriter(desk, id, exchange.header("Last-Event-ID"), out).follow(watcher);
        } catch (InterruptedException e) {
            // The server is being closed, and this thread with it.
            Thread.currentThread().interrupt();
        } finally {
            conversation.leave(watcher);
            readers.release();
        }
    }

    private static void file(Exchange exchange, String name) throws IOException {
        String type = FILES.get(name);
        if (type == null) {
            throw new Refusal(404, "no_such_path", "there is nothing at this path");
        }
        try (InputStream in = WebServer.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new NoSuchFileException(name, null, "is missing from the jar");
            }
            exchange.send(200, type, in.readAllBytes());
        }
    }

    private static void require(Exchange exchange, String method) {
        if (!exchange.method().equals(method)) {
            throw new Refusal(405, "wrong_method", "this path takes " + method);
        }
    }
}
