package dev.mimo.mcp;

import dev.mimo.environment.Redactor;
import java.util.List;

/** Takes the secrets of one server out of what is told about it. */
final class Hidden {

    private static final int SHORTEST = 4;
    private static final int LONGEST_LINE = 400;

    private final Redactor redactor;

    private Hidden(Redactor redactor) {
        this.redactor = redactor;
    }

    static Hidden of(McpServer server) {
        Redactor redactor = Redactor.standard();
        for (String secret : server.secretValues()) {
            // A header often is a word and a token.
            for (String part : List.of(secret, secret.substring(secret.lastIndexOf(' ') + 1))) {
                redactor = part.length() >= SHORTEST ? redactor.hiding(part) : redactor;
            }
        }
        return new Hidden(redactor);
    }

    /** One line. */
    String line(String text) {
        return ServerText.line(redactor.redact(text), LONGEST_LINE);
    }

    /** What went wrong, in the words of the innermost cause that has any. */
    String line(Throwable failure) {
        Throwable said = failure;
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            said = cause.getMessage() == null && said.getMessage() != null ? said : cause;
        }
        String message = said.getMessage();
        String kind = said.getClass().getSimpleName();
        return message == null ? kind : line(message.isBlank() ? kind : message);
    }
}
