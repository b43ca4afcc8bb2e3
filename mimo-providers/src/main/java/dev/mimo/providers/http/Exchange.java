package dev.mimo.providers.http;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.CancelledException;
import dev.mimo.model.FailureKind;
import dev.mimo.model.ModelException;
import dev.mimo.model.ModelException.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import okhttp3.Call;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;
import okio.GzipSource;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer. Confined to the thread that posted it, but for the cut by a signal or a time-out. Closing it
 * frees the connection, or closes its socket when the answer was not read to the end.
 */
public final class Exchange implements Answer, AutoCloseable {

    private final HttpTransport transport;
    private final Endpoint endpoint;
    private final Cancellation cancellation;
    private final Watchdog watchdog;
    private volatile @Nullable Call call;
    private Cancellation.@Nullable Registration signal;
    private @Nullable Response response;
    private boolean begun;

    Exchange(HttpTransport transport, Endpoint endpoint, Cancellation cancellation) {
        this.transport = transport;
        this.endpoint = endpoint;
        this.cancellation = cancellation;
        watchdog = new Watchdog(transport.environment().scheduler(), this::cut);
    }

    void open(Map<String, String> headers, List<byte[]> body) {
        Request.Builder request = new Request.Builder()
                .url(endpoint.address())
                .header("Accept", "text/event-stream, application/json")
                .header("Accept-Encoding", "identity")
                .header("User-Agent", "mimo")
                .tag(Exchange.class, this);
        headers.forEach(request::header);
        endpoint.credentials().headers().forEach(request::header);
        Call made = transport.call(request.post(new SegmentedBody(body)).build());
        call = made;
        signal = cancellation.onCancel(this::cut);
        if (transport.isClosed()) {
            made.cancel();
        }
        watchdog.await("no connection", endpoint.timeouts().connect());
        try {
            response = made.execute();
        } catch (IOException e) {
            throw broken(e, "");
        }
    }

    /** A connection is there; called by the client within {@link #open}. */
    void connected() {
        watchdog.await("no byte of an answer", endpoint.timeouts().firstByte());
    }

    @Override
    public int status() {
        return opened().code();
    }

    @Override
    public @Nullable String header(String name) {
        return opened().header(name);
    }

    @Override
    public InputStream body() {
        BufferedSource source = opened().body().source();
        boolean gzip = "gzip".equalsIgnoreCase(header("Content-Encoding"));
        return new Heard(gzip ? Okio.buffer(new GzipSource(source)) : source);
    }

    @Override
    public void finishWithin(Duration limit) {
        watchdog.watch(limit);
    }

    @Override
    public RuntimeException broken(IOException failure, String partial) {
        String reason = cancellation.reason();
        if (reason != null) {
            return new CancelledException(reason);
        }
        if (transport.isClosed()) {
            return new CancelledException("the environment was closed");
        }
        if (Thread.currentThread().isInterrupted()) {
            return new CancelledException("interrupted while a model was asked");
        }
        String expired = watchdog.expired();
        Failure told = expired == null ? fault(failure) : endpoint.failure("time-out: " + expired);
        FailureKind kind = expired == null ? FailureKind.NETWORK : FailureKind.TIMEOUT;
        return begun
                ? new ModelException.StreamBroken(told, partial, kind)
                : new ModelException.TransportFailed(told, kind);
    }

    @Override
    public void close() {
        transport.left(this);
        watchdog.close();
        if (signal != null) {
            signal.close();
        }
        if (response != null) {
            response.close();
        }
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public Clock clock() {
        return transport.environment().clock();
    }

    private Failure fault(IOException failure) {
        String words = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        Failure told = endpoint.failure((begun ? "the answer broke off: " : "no answer: ") + words)
                .withRequestId(response == null ? null : requestId());
        Throwable cause = endpoint.credentials().clean(failure);
        return cause == null ? told : told.withCause(cause);
    }

    /** Closes the socket; the thread that reads ends with an exception. For any thread. */
    void cut() {
        Call running = call;
        if (running != null) {
            running.cancel();
        }
    }

    private Response opened() {
        if (response == null) {
            throw new IllegalStateException("the exchange has no answer");
        }
        return response;
    }

    /** Tells the watchdog of everything that comes. */
    private final class Heard extends InputStream {

        private final InputStream in;

        Heard(BufferedSource source) {
            in = source.inputStream();
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            int count = in.read(to, offset, length);
            if (count > 0) {
                watchdog.beat();
                if (!begun) {
                    begun = true;
                    watchdog.watch(endpoint.timeouts().idle());
                }
            }
            return count;
        }
    }
}
