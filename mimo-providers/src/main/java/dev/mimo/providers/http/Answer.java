package dev.mimo.providers.http;

import dev.mimo.model.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an endpoint answers: over a socket, or out of a file. Confined to one thread. */
public interface Answer {

    /** Names that providers give their request ids; the first one present counts. */
    List<String> REQUEST_IDS = List.of("x-request-id", "request-id", "apim-request-id", "x-ds-trace-id", "cf-ray");

    /** Who answers. */
    Endpoint endpoint();

    int status();

    /** A header; null when there is none of that name. */
    @Nullable
    String header(String name);

    /** The body as it comes: a read returns as soon as there is something. Its exceptions are for {@link #broken}. */
    InputStream body();

    /** Everything that matters has come: wait for the formal end no longer than {@code limit}. */
    void finishWithin(Duration limit);

    /** What a failed read means: a signal, a time-out, or a fault of the connection. */
    RuntimeException broken(IOException failure, String partial);

    /** Against which dates in headers are held. */
    Clock clock();

    /** The provider's name for this exchange; null when it gave none. */
    default @Nullable String requestId() {
        for (String name : REQUEST_IDS) {
            String id = header(name);
            if (id != null && !id.isBlank()) {
                return Words.of(id, endpoint().credentials());
            }
        }
        return null;
    }

    /** A failure of this exchange, in words fit to be shown. */
    default ModelException.Failure failure(String words) {
        return endpoint().failure(words).withStatus(status()).withRequestId(requestId());
    }
}
