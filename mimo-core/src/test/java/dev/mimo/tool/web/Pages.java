package dev.mimo.tool.web;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A web server on this machine. */
final class Pages implements AutoCloseable {

    final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    Pages() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    Pages page(String path, String type, String text) {
        return page(path, type, text.getBytes(StandardCharsets.UTF_8), true);
    }

    Pages page(String path, String type, byte[] bytes, boolean sized) {
        server.createContext(path, exchange -> {
            asked.add(exchange.getRequestHeaders().getFirst("Host") + exchange.getRequestURI());
            exchange.getResponseHeaders().add("Content-Type", type);
            exchange.sendResponseHeaders(200, sized ? bytes.length : 0);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            } catch (IOException e) {
                // The one who asked has seen enough.
                return;
            }
        });
        return this;
    }

    Pages answer(String path, int status, String header, String value) {
        server.createContext(path, exchange -> {
            asked.add(exchange.getRequestHeaders().getFirst("Host") + exchange.getRequestURI());
            exchange.getResponseHeaders().add(header, value);
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        return this;
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
