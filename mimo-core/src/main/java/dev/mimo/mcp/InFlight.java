package dev.mimo.mcp;

import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** A call that a server is at. The first end counts. Safe for use by several threads. */
final class InFlight {

    /** A server may not flood a host with news of one call. */
    private static final int MOST_NEWS = 1_000;

    final ToolCall call;
    final String token;

    private final Consumer<String> progress;
    private final CompletableFuture<ToolResult> result = new CompletableFuture<>();
    private int news;

    /** {@code token}: names it on its connection; {@code progress}: hears how far it is. */
    InFlight(ToolCall call, String token, Consumer<String> progress) {
        this.call = call;
        this.token = token;
        this.progress = progress;
    }

    /** Whether this is the first end. */
    boolean end(ToolResult told) {
        return result.complete(told);
    }

    void tell(String text) {
        synchronized (this) {
            if (++news > MOST_NEWS || result.isDone()) {
                return;
            }
        }
        progress.accept(text);
    }

    ToolResult await() throws InterruptedException {
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
