package dev.mimo.providers.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

final class SocketsIT {

    @Test
    void every_socket_sends_at_once() throws IOException {
        NoDelaySockets sockets = new NoDelaySockets();
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket server = new ServerSocket(0, 5, here);
                Socket unconnected = sockets.createSocket();
                Socket connected = sockets.createSocket(here, server.getLocalPort())) {
            unconnected.connect(server.getLocalSocketAddress());

            assertThat(unconnected.getTcpNoDelay()).isTrue();
            assertThat(connected.getTcpNoDelay()).isTrue();
        }
    }
}
