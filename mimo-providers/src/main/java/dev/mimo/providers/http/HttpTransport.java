package dev.mimo.providers.http;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.CancelledException;
import dev.mimo.environment.Environment;
import dev.mimo.environment.Offline;
import dev.mimo.model.ModelException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.ConnectionPool;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/**
 * Posts requests to endpoints: one client for an environment, closed with it.
 *
 * <p>It repeats nothing, follows no redirect and keeps no time by itself; limits are the {@link Watchdog}'s. A request runs
 * on the thread of its caller. Safe for use by several threads.
 */
public final class HttpTransport implements AutoCloseable {

    /** Idle connections kept: more sessions at once than this open new ones after a pause. OkHttp's 5 are too few. */
    private static final int IDLE_CONNECTIONS = 128;

    private static final Duration KEEP_ALIVE = Duration.ofMinutes(5);

    private final Environment environment;
    private final OkHttpClient client;
    /** Exchanges not yet closed. OkHttp forgets a synchronous call once its head is there, so it cannot cancel these. */
    private final Set<Exchange> open = ConcurrentHashMap.newKeySet();

    private volatile boolean closed;

    private HttpTransport(Environment environment) {
        this.environment = environment;
        client = new OkHttpClient.Builder()
                .socketFactory(new NoDelaySockets())
                .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS))
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .connectTimeout(Duration.ZERO)
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .eventListenerFactory(HttpTransport::listener)
                .build();
    }

    /** The one of {@code environment}, made when first asked for. */
    public static HttpTransport of(Environment environment) {
        return environment.resources().get(HttpTransport.class, () -> new HttpTransport(environment));
    }

    /**
     * Sends {@code body} and blocks until the head of the answer is there, whatever its status.
     *
     * @param headers sent beside those of the endpoint, which count where both name one
     * @param body the pieces of a JSON text, not changed while they are sent
     * @return to be closed by the caller
     * @throws ModelException.TransportFailed when there is no answer
     * @throws CancelledException when the signal came, or the environment was closed
     * @throws dev.mimo.environment.MimoException when the process is {@linkplain Offline offline}
     */
    public Exchange post(Endpoint endpoint, Map<String, String> headers, List<byte[]> body, Cancellation cancellation) {
        cancellation.throwIfCancelled();
        Offline.refuse(endpoint.url());
        Exchange exchange = new Exchange(this, endpoint, cancellation);
        open.add(exchange);
        try {
            if (closed) {
                throw new CancelledException("the environment was closed");
            }
            exchange.open(headers, body);
            return exchange;
        } catch (RuntimeException | Error e) {
            exchange.close();
            throw e;
        }
    }

    @Override
    public void close() {
        closed = true;
        open.forEach(Exchange::cut);
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    void left(Exchange exchange) {
        open.remove(exchange);
    }

    boolean isClosed() {
        return closed;
    }

    Environment environment() {
        return environment;
    }

    Call call(Request request) {
        return client.newCall(request);
    }

    private static EventListener listener(Call call) {
        Exchange exchange = call.request().tag(Exchange.class);
        return exchange == null
                ? EventListener.NONE
                : new EventListener() {
                    @Override
                    public void connectionAcquired(Call connected, Connection connection) {
                        exchange.connected();
                    }
                };
    }
}
