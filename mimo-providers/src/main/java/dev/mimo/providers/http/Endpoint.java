package dev.mimo.providers.http;

import dev.mimo.model.ModelException.Failure;
import dev.mimo.model.ModelRef;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where a model is asked.
 *
 * @param model its name in errors
 * @param url where requests are posted
 * @param credentials who asks
 * @param timeouts how long it may keep us waiting
 * @param sizes how large its answers may become
 * @param concurrency how many calls of the account may be under way at once; null when there is no such number
 */
public record Endpoint(
        ModelRef model,
        URI url,
        Credentials credentials,
        Timeouts timeouts,
        Sizes sizes,
        @Nullable Integer concurrency) {

    /** The same endpoint under another address of its host. */
    public Endpoint at(URI other) {
        return new Endpoint(model, other, credentials, timeouts, sizes, concurrency);
    }

    /** A failure at this endpoint, with the words made fit to be shown. */
    public Failure failure(String words) {
        return Failure.of(model, Words.of(words, credentials));
    }

    /** Without the query, which may hold a credential. */
    @Override
    public String toString() {
        return model + " at " + url.getScheme() + "://" + url.getAuthority() + url.getPath();
    }
}
