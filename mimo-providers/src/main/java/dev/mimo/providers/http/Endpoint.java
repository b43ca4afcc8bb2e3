package dev.mimo.providers.http;

import dev.mimo.model.ModelException.Failure;
import dev.mimo.model.ModelRef;
import java.net.URI;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Where a model is asked. Immutable. */
public final class Endpoint {

    private final ModelRef model;
    private final URI url;
    private final HttpUrl address;
    private final Credentials credentials;
    private final Timeouts timeouts;
    private final Sizes sizes;
    private final @Nullable Integer concurrency;

    /**
     * An endpoint.
     *
     * @param model its name in errors
     * @param url where requests are posted
     * @param credentials who asks
     * @param timeouts how long it may keep us waiting
     * @param sizes how large its answers may become
     * @param concurrency how many calls of the account may be under way at once; null when there is no such number
     */
    public Endpoint(
            ModelRef model,
            URI url,
            Credentials credentials,
            Timeouts timeouts,
            Sizes sizes,
            @Nullable Integer concurrency) {
        this.model = model;
        this.url = url;
        this.address = HttpUrl.get(url.toString());
        this.credentials = credentials;
        this.timeouts = timeouts;
        this.sizes = sizes;
        this.concurrency = concurrency;
    }

    public ModelRef model() {
        return model;
    }

    public URI url() {
        return url;
    }

    /** The same as {@link #url}, parsed once for all requests. */
    HttpUrl address() {
        return address;
    }

    public Credentials credentials() {
        return credentials;
    }

    public Timeouts timeouts() {
        return timeouts;
    }

    public Sizes sizes() {
        return sizes;
    }

    public @Nullable Integer concurrency() {
        return concurrency;
    }

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
