package dev.mimo.mcp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mimo.environment.Cancellation;
import dev.mimo.environment.Environment;
import dev.mimo.model.Json;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One server that was started and greeted, by the SDK's client, until it ends or is closed. Safe for use by several threads. */
final class Connection implements AutoCloseable {

    static final String TOKEN = "progressToken";

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final int MOST_TOOLS = 256;
    private static final int MOST_PAGES = 64;
    private static final int LONGEST_NEWS = 300;
    private static final Duration SLACK = Duration.ofSeconds(10);
    private static final TypeReference<Map<String, Object>> ARGUMENTS = new TypeReference<>() {};

    private static final McpJsonMapper JSON = new JacksonMcpJsonMapper(JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(StdioTransport.LARGEST_MESSAGE)
                            .build())
                    .build())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build());

    /** Schemas of what comes back bind nobody: it is text for a model. */
    private static final JsonSchemaValidator UNCHECKED =
            (schema, content) -> JsonSchemaValidator.ValidationResponse.asValid(null);

    private final McpServer server;
    private final Hidden hidden;
    private final Environment environment;
    private final Runnable toolsChanged;
    private final @Nullable StdioTransport program;
    private final Wire wire;
    private final McpAsyncClient client;
    private final CompletableFuture<String> ended;
    private final Map<String, InFlight> calls = new ConcurrentHashMap<>();
    private final AtomicLong tokens = new AtomicLong();
    private volatile Map<String, Definition> definitions = Map.of();
    private volatile boolean suspect;
    private boolean retired;

    private Connection(McpServer server, Environment environment, Runnable toolsChanged) throws ServerFailure {
        this.server = server;
        this.hidden = Hidden.of(server);
        this.environment = environment;
        this.toolsChanged = toolsChanged;
        URI address = server.address();
        program = address == null ? StdioTransport.start(server, hidden, JSON) : null;
        McpClientTransport transport =
                program == null ? HttpTransport.of(server, java.util.Objects.requireNonNull(address), JSON) : program;
        ended = program == null ? new CompletableFuture<>() : program.ended();
        wire = new Wire(transport, this::notified);
        Duration longest =
                server.callLimit().compareTo(server.startLimit()) > 0 ? server.callLimit() : server.startLimit();
        client = McpClient.async(wire)
                .clientInfo(McpSchema.Implementation.builder("mimo", version()).build())
                // Neither sampling, nor elicitation, nor roots: the SDK refuses what was not offered.
                .capabilities(McpSchema.ClientCapabilities.builder().build())
                .jsonSchemaValidator(UNCHECKED)
                .initializationTimeout(server.startLimit().plus(SLACK))
                .requestTimeout(longest.plus(SLACK))
                .build();
        CompletionStage<String> end = ended;
        end.thenAccept(this::interruptAll);
    }

    /**
     * Starts it, greets it and lists its tools, within its limit.
     *
     * @param toolsChanged runs when the server says that it has other tools now; must be short
     */
    static Connection open(McpServer server, Environment environment, Runnable toolsChanged)
            throws ServerFailure, InterruptedException {
        Connection connection = new Connection(server, environment, toolsChanged);
        try {
            connection.greet();
            return connection;
        } catch (ServerFailure | InterruptedException | RuntimeException | Error e) {
            connection.close();
            throw e;
        }
    }

    private void greet() throws ServerFailure, InterruptedException {
        CompletableFuture<McpSchema.InitializeResult> greeting =
                client.initialize().toFuture();
        Cancellation.Registration limit =
                limit(greeting, "it did not start within " + server.startLimit().toSeconds() + " s");
        try {
            await(greeting);
        } finally {
            limit.close();
        }
        list();
    }

    /** Asks for its tools, within its time to start. */
    void list() throws ServerFailure, InterruptedException {
        Map<String, Definition> found = new LinkedHashMap<>();
        McpSchema.ServerCapabilities offered = client.getServerCapabilities();
        String cursor = McpSchema.FIRST_PAGE;
        boolean more = offered != null && offered.tools() != null;
        for (int page = 0; more && page < MOST_PAGES && found.size() < MOST_TOOLS; page++) {
            CompletableFuture<McpSchema.ListToolsResult> listing =
                    client.listTools(cursor).toFuture();
            Cancellation.Registration limit = limit(
                    listing,
                    "it did not tell its tools within " + server.startLimit().toSeconds() + " s");
            try {
                McpSchema.ListToolsResult listed = await(listing);
                listed.tools().stream().limit(MOST_TOOLS - found.size()).forEach(tool -> add(tool, found));
                cursor = listed.nextCursor();
                more = cursor != null && !cursor.isEmpty();
            } finally {
                limit.close();
            }
        }
        definitions = Map.copyOf(found);
    }

    private static void add(McpSchema.Tool tool, Map<String, Definition> to) {
        Definition definition = Definition.of(
                tool.name(),
                tool.description() == null ? "" : tool.description(),
                Json.mapper().valueToTree(tool.inputSchema()));
        to.putIfAbsent(definition.name(), definition);
    }

    /** What it said last of its tools, by its own names. */
    Map<String, Definition> definitions() {
        return definitions;
    }

    /** What is known of the end, once it has come. Of a server over HTTP only what we did ourselves. */
    CompletableFuture<String> ended() {
        return ended;
    }

    /** Sends a call. Whoever waits for it ends it with {@link #done}, and may {@linkplain #giveUp give it up} before. */
    InFlight start(ToolCall call, String tool, Consumer<String> progress) {
        InFlight flight = new InFlight(call, "mimo-" + tokens.incrementAndGet(), progress);
        calls.put(flight.token, flight);
        if (ended.isDone()) {
            flight.end(ToolResult.error(call, "not run: " + ended.join()));
            return flight;
        }
        McpSchema.CallToolRequest request = McpSchema.CallToolRequest.builder(tool)
                .arguments(Json.mapper().convertValue(call.arguments(), ARGUMENTS))
                .progressToken(flight.token)
                .build();
        CompletionStage<McpSchema.CallToolResult> answer =
                client.callTool(request).toFuture();
        answer.whenComplete((result, failure) -> {
            wire.forget(flight.token);
            flight.end(failure == null ? Results.of(call, server.name(), result) : failed(call, failure));
        });
        return flight;
    }

    /** Ends a call for us, and tells the server. */
    void giveUp(InFlight flight, String told, String why) {
        if (flight.end(ToolResult.error(flight.call, told))) {
            McpSchema.InitializeResult greeting = client.getCurrentInitializationResult();
            wire.cancel(flight.token, why, greeting == null ? "" : greeting.protocolVersion());
        }
    }

    /** Whether a call was lost on the way: the next one had better begin anew. */
    boolean isSuspect() {
        return suspect;
    }

    void done(InFlight flight) {
        calls.remove(flight.token);
        boolean last;
        synchronized (this) {
            last = retired && calls.isEmpty();
        }
        if (last) {
            close();
        }
    }

    /** Takes no more calls: closes when those it is at are done. */
    void retire() {
        boolean idle;
        synchronized (this) {
            retired = true;
            idle = calls.isEmpty();
        }
        if (idle) {
            close();
        }
    }

    /** Ends the server, or leaves it; returns when that is done. */
    @Override
    public void close() {
        ended.complete("closed");
        client.close();
        if (program != null) {
            program.close();
        }
    }

    private void interruptAll(String why) {
        calls.values().forEach(flight -> flight.end(interrupted(flight.call, why)));
    }

    /** A server's own error is an answer; anything else leaves open what it did. */
    private ToolResult failed(ToolCall call, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof McpError error) {
                return ToolResult.error(call, "the MCP server refused the call: " + hidden.line(error));
            }
        }
        String why = ended.isDone() ? ended.join() : hidden.line(failure);
        suspect = true;
        return interrupted(call, why);
    }

    private ToolResult interrupted(ToolCall call, String why) {
        return ToolResult.error(
                call,
                "interrupted: the MCP server \"" + server.name() + "\" was lost (" + why
                        + "); whether the call took effect is unknown; look before you repeat it");
    }

    private Cancellation.Registration limit(CompletableFuture<?> answer, String why) {
        return environment
                .scheduler()
                .after(server.startLimit(), () -> answer.completeExceptionally(new ServerFailure(why)));
    }

    private <T> T await(CompletableFuture<T> answer) throws ServerFailure, InterruptedException {
        try {
            CompletableFuture.anyOf(answer, ended).get();
            if (!answer.isDone()) {
                throw new ServerFailure(ended.join());
            }
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ServerFailure known) {
                throw known;
            }
            throw new ServerFailure(ended.isDone() ? ended.join() : hidden.line(e));
        }
    }

    private void notified(McpSchema.JSONRPCNotification notification) {
        switch (notification.method()) {
            case McpSchema.METHOD_NOTIFICATION_TOOLS_LIST_CHANGED -> toolsChanged.run();
            case McpSchema.METHOD_NOTIFICATION_PROGRESS -> progress(notification.params());
            default ->
                LOG.debug(
                        "MCP server {} tells {}: {}",
                        server.name(),
                        ServerText.line(notification.method(), LONGEST_NEWS),
                        hidden.line(String.valueOf(notification.params())));
        }
    }

    private void progress(@Nullable Object params) {
        if (params instanceof Map<?, ?> news && news.get(TOKEN) instanceof String token) {
            InFlight flight = calls.get(token);
            if (flight != null) {
                Object total = news.get("total");
                Object message = news.get("message");
                String text = news.get("progress")
                        + (total == null ? "" : " of " + total)
                        + (message == null ? "" : ": " + message);
                flight.tell(ServerText.line(text, LONGEST_NEWS));
            }
        }
    }

    private static String version() {
        String version = Connection.class.getPackage().getImplementationVersion();
        return version == null ? "0" : version;
    }
}
