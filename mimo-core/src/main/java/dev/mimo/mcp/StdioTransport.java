package dev.mimo.mcp;

import dev.mimo.environment.Threads;
import dev.mimo.tool.shell.PipedProgram;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpTransportException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Messages as lines through the pipes of a program. Not the SDK's own: that one gives the program our environment, keys
 * included, ends it alone and not what it started, and does not say when it has died.
 *
 * <p>Three daemon threads serve it: a pipe that nobody reads or writes then blocks one of them, and no one else.
 */
final class StdioTransport implements McpClientTransport, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StdioTransport.class);

    static final int LARGEST_MESSAGE = 16 * 1024 * 1024;
    private static final int MOST_WAITING = 128;
    private static final int MOST_GARBAGE = 1024 * 1024;
    private static final int LONGEST_COMPLAINT = 4 * 1024;
    private static final int MOST_LOGGED = 64 * 1024;
    private static final int LAST_WORDS = 600;

    /** Ends the writing; every message has a line end at least. */
    private static final byte[] STOP = {};

    private final McpServer server;
    private final Hidden hidden;
    private final McpJsonMapper json;
    private final PipedProgram program;
    private final ThreadFactory threads;
    private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final StringBuilder complaints = new StringBuilder();
    private final CompletableFuture<Void> complained = new CompletableFuture<>();

    private StdioTransport(McpServer server, Hidden hidden, McpJsonMapper json, PipedProgram program) {
        this.server = server;
        this.hidden = hidden;
        this.json = json;
        this.program = program;
        this.threads = Threads.daemon("mimo-mcp-" + server.name());
    }

    static StdioTransport start(McpServer server, Hidden hidden, McpJsonMapper json) throws ServerFailure {
        try {
            PipedProgram program = PipedProgram.start(server.words(), server.folder(), server.secrets());
            StdioTransport transport = new StdioTransport(server, hidden, json, program);
            transport.threads.newThread(transport::listen).start();
            transport.threads.newThread(transport::write).start();
            // Whoever the program leaves behind may keep its pipes open for ever.
            program.exit()
                    .thenRunAsync(
                            transport::bury,
                            action -> transport.threads.newThread(action).start());
            return transport;
        } catch (IOException e) {
            throw new ServerFailure("it cannot be started: " + hidden.line(e));
        }
    }

    /** What is known of the end, once it has come. */
    CompletableFuture<String> ended() {
        return ended;
    }

    @Override
    public Mono<Void> connect(Function<Mono<McpSchema.JSONRPCMessage>, Mono<McpSchema.JSONRPCMessage>> handler) {
        return Mono.fromRunnable(() -> threads.newThread(() -> read(handler)).start());
    }

    @Override
    public Mono<Void> sendMessage(McpSchema.JSONRPCMessage message) {
        return Mono.fromRunnable(() -> {
            if (ended.isDone() || !waiting.offer(line(message))) {
                throw new McpTransportException(
                        ended.isDone() ? "the server has ended" : "the server does not read what it is sent");
            }
        });
    }

    private byte[] line(McpSchema.JSONRPCMessage message) {
        try {
            return (json.writeValueAsString(message) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new McpTransportException("a message cannot be written", e);
        }
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
        return json.convertValue(data, type);
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.fromRunnable(() -> ended.complete("closed"));
    }

    /** Ends the program with all it started; returns when that is done. */
    @Override
    public void close() {
        ended.complete("closed");
        waiting.offer(STOP);
        program.close();
    }

    private void write() {
        try (OutputStream out = program.input()) {
            for (byte[] line = waiting.take(); line.length > 0; line = waiting.take()) {
                out.write(line);
                out.flush();
            }
        } catch (IOException e) {
            LOG.debug("MCP server {} takes no more messages: {}", server.name(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(Function<Mono<McpSchema.JSONRPCMessage>, Mono<McpSchema.JSONRPCMessage>> handler) {
        Lines lines = new Lines(program.output(), LARGEST_MESSAGE, false);
        int garbage = 0;
        try {
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                McpSchema.JSONRPCMessage message = findMessage(new String(line, StandardCharsets.UTF_8));
                if (message != null) {
                    handler.apply(Mono.just(message)).subscribe();
                } else if ((garbage += line.length) > MOST_GARBAGE) {
                    throw new IOException("it writes other things than messages to its output");
                }
            }
            end(null);
        } catch (IOException e) {
            end(hidden.line(e));
        }
    }

    /** Null when it is none: many programs greet, or leave debugging output. */
    private McpSchema.@Nullable JSONRPCMessage findMessage(String line) {
        try {
            return line.isBlank() ? null : McpSchema.deserializeJsonRpcMessage(json, line);
        } catch (IOException | RuntimeException e) {
            LOG.debug("MCP server {} wrote what is no message: {}", server.name(), hidden.line(line));
            return null;
        }
    }

    private void listen() {
        Lines lines = new Lines(program.error(), LONGEST_COMPLAINT, true);
        int logged = 0;
        try {
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                String text = hidden.line(new String(line, StandardCharsets.UTF_8));
                if ((logged += text.length()) <= MOST_LOGGED) {
                    LOG.debug("MCP server {} says: {}", server.name(), text);
                }
                remember(text);
            }
        } catch (IOException e) {
            LOG.debug("MCP server {} is no longer heard: {}", server.name(), e.getMessage());
        } finally {
            complained.complete(null);
        }
    }

    private void remember(String text) {
        synchronized (complaints) {
            complaints.append(complaints.isEmpty() ? "" : " ").append(text);
            complaints.delete(0, Math.max(0, complaints.length() - LAST_WORDS));
        }
    }

    /** Its leader is dead: whatever it left behind goes as well, and with it whoever holds the pipes. */
    private void bury() {
        program.close();
        ended.completeOnTimeout("it has ended", 1, TimeUnit.SECONDS).join();
    }

    /** {@code why}: null when its output has ended. */
    private void end(@Nullable String why) {
        String words = why == null ? exit() : why;
        String last = lastWords();
        boolean first = ended.complete(last.isEmpty() ? words : words + "; it said last: " + last);
        if (first) {
            waiting.offer(STOP);
            program.close();
        }
    }

    private String exit() {
        try {
            return "it ended with exit code "
                    + program.exit().toCompletableFuture().get(1, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return "it closed its output";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "it closed its output";
        }
    }

    private String lastWords() {
        complained.completeOnTimeout(null, 200, TimeUnit.MILLISECONDS).join();
        synchronized (complaints) {
            return complaints.toString().strip();
        }
    }
}
