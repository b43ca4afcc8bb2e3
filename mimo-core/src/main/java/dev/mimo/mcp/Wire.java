package dev.mimo.mcp;

import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Stands between the SDK's client and a transport. It knows under which id a call was sent, so that the server can be told
 * that nobody waits for it any more, which the SDK does not; and it keeps notifications from the SDK, which would list tools
 * without end when a server says they changed, and log what servers say.
 */
final class Wire implements McpClientTransport {

    private static final Logger LOG = LoggerFactory.getLogger(Wire.class);
    private static final String CANCELLED = "notifications/cancelled";
    private static final String INSTRUCTIONS = "instructions";

    private final McpClientTransport transport;
    private final Consumer<McpSchema.JSONRPCNotification> notified;
    private final Map<Object, Object> ids = new ConcurrentHashMap<>();

    /** {@code notified}: hears notifications; must be quick. */
    Wire(McpClientTransport transport, Consumer<McpSchema.JSONRPCNotification> notified) {
        this.transport = transport;
        this.notified = notified;
    }

    /** Tells the server that nobody waits for the call with that token any more; nothing when it never left. */
    void cancel(String token, String why, String version) {
        Object id = ids.remove(token);
        if (id != null) {
            McpSchema.JSONRPCNotification news =
                    new McpSchema.JSONRPCNotification(CANCELLED, Map.of("requestId", id, "reason", why));
            CompletionStage<Void> sent = transport
                    .sendMessage(news)
                    .contextWrite(context -> context.put(McpAsyncClient.NEGOTIATED_PROTOCOL_VERSION, version))
                    .toFuture();
            sent.whenComplete((done, failure) -> {
                if (failure != null) {
                    LOG.debug("a call could not be cancelled: {}", failure.getMessage());
                }
            });
        }
    }

    /** Forgets the call with that token. */
    void forget(String token) {
        ids.remove(token);
    }

    @Override
    public Mono<Void> connect(Function<Mono<McpSchema.JSONRPCMessage>, Mono<McpSchema.JSONRPCMessage>> handler) {
        return transport.connect(
                message -> handler.apply(message.filter(this::isForClient).map(Wire::withoutInstructions)));
    }

    /** What a server would like a model to read, nobody reads: the SDK only logs it. */
    private static McpSchema.JSONRPCMessage withoutInstructions(McpSchema.JSONRPCMessage message) {
        if (message instanceof McpSchema.JSONRPCResponse response
                && response.result() instanceof Map<?, ?> result
                && result.containsKey(INSTRUCTIONS)) {
            Map<Object, Object> rest = new LinkedHashMap<>(result);
            rest.remove(INSTRUCTIONS);
            return McpSchema.JSONRPCResponse.result(response.id(), rest);
        }
        return message;
    }

    private boolean isForClient(McpSchema.JSONRPCMessage message) {
        if (message instanceof McpSchema.JSONRPCNotification notification) {
            notified.accept(notification);
            return false;
        }
        return true;
    }

    @Override
    public Mono<Void> sendMessage(McpSchema.JSONRPCMessage message) {
        if (message instanceof McpSchema.JSONRPCRequest request
                && request.params() instanceof McpSchema.CallToolRequest call
                && call.meta() != null) {
            ids.put(call.meta().get(Connection.TOKEN), request.id());
        }
        return transport.sendMessage(message);
    }

    @Override
    public void setExceptionHandler(Consumer<Throwable> handler) {
        transport.setExceptionHandler(handler);
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
        return transport.unmarshalFrom(data, type);
    }

    @Override
    public List<String> protocolVersions() {
        return transport.protocolVersions();
    }

    @Override
    public Mono<Void> closeGracefully() {
        return transport.closeGracefully();
    }
}
