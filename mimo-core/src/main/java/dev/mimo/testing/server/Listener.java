package dev.mimo.testing.server;

import dev.mimo.environment.MimoException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Takes connections on a port of 127.0.0.1. */
final class Listener {

    /** Connections that may wait to be taken. */
    private static final int BACKLOG = 400;

    /** Only a guard; nothing is measured by it. */
    private static final int PATIENCE_SECONDS = 10;

    private final ServerSocket socket;
    private final CountDownLatch ended = new CountDownLatch(1);

    /** {@code port}: 0 for a free one. */
    Listener(int port) throws IOException {
        socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), BACKLOG);
    }

    int port() {
        return socket.getLocalPort();
    }

    boolean isClosed() {
        return socket.isClosed();
    }

    /** Takes connections until it is closed; run by a thread of its own. */
    void accept(Consumer<Socket> to, Consumer<Throwable> problems) {
        try {
            while (!socket.isClosed()) {
                to.accept(socket.accept());
            }
        } catch (IOException e) {
            if (!socket.isClosed()) {
                problems.accept(e);
            }
        } finally {
            ended.countDown();
        }
    }

    /** Closes it; from then on connections are refused. */
    void close() throws IOException {
        socket.close();
        try {
            // As long as a thread is within accept, the system still takes connections.
            if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new MimoException("the model server has not stopped to take connections");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
