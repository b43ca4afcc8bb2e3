package dev.mimo.testing.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.MimoException;
import dev.mimo.model.Prompt;
import org.jspecify.annotations.Nullable;

/** A form in which models are asked over HTTP. */
public enum Dialect {
    /** OpenAI chat completions, which most hosts speak. */
    CHAT("/chat/completions", null),
    /** OpenAI responses. */
    RESPONSES("/responses", "/responses/input_tokens"),
    /** Anthropic messages. */
    MESSAGES("/messages", "/messages/count_tokens");

    private final String path;
    private final @Nullable String countPath;

    Dialect(String path, @Nullable String countPath) {
        this.path = path;
        this.countPath = countPath;
    }

    /** The dialect of a request path, whatever stands before its own part; null when it is of none. A query is overlooked. */
    public static @Nullable Dialect find(String path) {
        String plain = plain(path);
        for (Dialect dialect : values()) {
            if (plain.endsWith(dialect.path) || dialect.counts(plain)) {
                return dialect;
            }
        }
        return null;
    }

    /** Whether a path of this dialect only counts the tokens of a request. */
    public boolean counts(String requestPath) {
        return countPath != null && plain(requestPath).endsWith(countPath);
    }

    /** Its own part of the path: {@code /chat/completions}, {@code /responses} or {@code /messages}. */
    public String path() {
        return path;
    }

    /**
     * A request read into a prompt, as a model behind a server sees it. Signatures and encrypted reasoning are in the provider
     * data of their thinking block: {@code {"signature": …}}, {@code {"data": …}} or {@code {"encrypted_content": …}}.
     *
     * @throws MimoException when arguments of a call are not JSON
     * @throws IllegalArgumentException when the request says something that no prompt can hold
     */
    public Prompt prompt(ObjectNode request) {
        return switch (this) {
            case CHAT -> ChatReader.prompt(request);
            case RESPONSES -> ResponsesReader.prompt(request);
            case MESSAGES -> MessagesReader.prompt(request);
        };
    }

    private static String plain(String path) {
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }
}
