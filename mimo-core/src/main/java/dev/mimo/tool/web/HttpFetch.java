package dev.mimo.tool.web;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.Scheduler;
import dev.mimo.tool.InvalidCall;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Gets pages with one request a connection. Not the JDK's clients: those resolve names by themselves, so that a name could
 * lead elsewhere between the check and the connection. Safe for use by several threads.
 */
final class HttpFetch {

    private static final int MOST_REDIRECTS = 5;
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final AddressPolicy policy;
    private final Names names;
    private final SSLSocketFactory certificates;

    /** {@code certificates}: makes secure connections, and so says whose certificates are trusted. */
    HttpFetch(AddressPolicy policy, Names names, SSLSocketFactory certificates) {
        this.policy = policy;
        this.names = names;
        this.certificates = certificates;
    }

    /** Where hosts are looked up. */
    @FunctionalInterface
    interface Names {

        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    /** What a caller has to say. */
    interface Caller {

        /** Asked before a redirect to another host is followed; throws when it may not be. */
        void redirected(WebAddress to);

        Cancellation cancellation();

        Scheduler scheduler();
    }

    /**
     * Gets a page, after redirects.
     *
     * @throws InvalidCall when it may not or cannot be had; the message is for the model
     */
    WebPage get(WebAddress start, Caller caller) throws IOException {
        long end = System.nanoTime() + LONGEST.toNanos();
        WebAddress at = start;
        for (int i = 0; i <= MOST_REDIRECTS; i++) {
            caller.cancellation().throwIfCancelled();
            HttpReply reply = once(at, end, caller);
            String location = reply.location();
            if (location == null) {
                return reply.page(at);
            }
            WebAddress next = at.follow(location);
            if (at.secure() && !next.secure()) {
                throw new InvalidCall("a redirect leads from https to http: " + next);
            }
            if (!next.host().equals(at.host()) || next.port() != at.port()) {
                caller.redirected(next);
            }
            at = next;
        }
        throw new InvalidCall("more than " + MOST_REDIRECTS + " redirects");
    }

    private HttpReply once(WebAddress at, long end, Caller caller) throws IOException {
        InetAddress address = checked(at);
        try (Socket plain = new Socket(Proxy.NO_PROXY)) {
            Cancellation.Registration cancel = caller.cancellation().onCancel(() -> close(plain));
            Cancellation.Registration late = caller.scheduler().after(left(end), () -> close(plain));
            try {
                plain.connect(new InetSocketAddress(address, at.port()), (int)
                        left(end).toMillis());
                plain.setSoTimeout((int) left(end).toMillis());
                return ask(at.secure() ? secured(plain, at) : plain, at);
            } catch (IOException e) {
                caller.cancellation().throwIfCancelled();
                throw end - System.nanoTime() > 0
                        ? e
                        : new IOException("took longer than " + LONGEST.toSeconds() + " s");
            } finally {
                cancel.close();
                late.close();
            }
        }
    }

    /**
     * Refuses, without looking anything up, what can be told from the address alone: numbers, and names that never lead to
     * the public internet.
     */
    void check(WebAddress at) {
        InetAddress known = at.literal();
        if (known == null && at.isLocalName()) {
            known = InetAddress.getLoopbackAddress();
        }
        if (known != null && !policy.allows(known)) {
            throw new InvalidCall(at.host() + " is not on the public internet");
        }
    }

    /** Every address of the name must be allowed; one is as good as the other to the name's owner. */
    private InetAddress checked(WebAddress at) {
        try {
            InetAddress[] all = names.addresses(at.host());
            for (InetAddress address : all) {
                if (!policy.allows(address)) {
                    throw new InvalidCall(at.host() + " is not on the public internet: " + address.getHostAddress());
                }
            }
            return all[0];
        } catch (UnknownHostException e) {
            throw new InvalidCall("there is no host named " + at.host());
        }
    }

    private static HttpReply ask(Socket socket, WebAddress at) throws IOException {
        String request = "GET " + at.target() + " HTTP/1.1\r\nHost: " + at.authority()
                + "\r\nUser-Agent: mimo\r\nAccept: text/markdown, text/html, text/plain, application/json;q=0.9,"
                + " */*;q=0.1\r\nAccept-Encoding: identity\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        return HttpReply.read(new BufferedInputStream(socket.getInputStream()));
    }

    private Socket secured(Socket plain, WebAddress at) throws IOException {
        SSLSocket secure = (SSLSocket) certificates.createSocket(plain, at.host(), at.port(), true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        return secure;
    }

    private static Duration left(long end) throws IOException {
        Duration left = Duration.ofNanos(end - System.nanoTime());
        if (left.toMillis() < 1) {
            throw new IOException("took longer than " + LONGEST.toSeconds() + " s");
        }
        return left;
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
            return;
        }
    }
}
