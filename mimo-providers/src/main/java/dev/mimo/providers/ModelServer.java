package dev.mimo.providers;

import dev.mimo.environment.Environment;
import dev.mimo.environment.MimoException;
import dev.mimo.model.Model;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prices;
import dev.mimo.providers.VendorEndpoint.KeyVariable;
import dev.mimo.providers.anthropic.MessagesWire;
import dev.mimo.providers.http.Credentials;
import dev.mimo.providers.http.Endpoint;
import dev.mimo.providers.http.Sizes;
import dev.mimo.providers.http.Timeouts;
import dev.mimo.providers.openai.ChatWire;
import dev.mimo.providers.policy.EndpointPolicy;
import dev.mimo.providers.responses.ResponsesWire;
import dev.mimo.providers.wire.Wire;
import dev.mimo.providers.wire.WireCounter;
import dev.mimo.providers.wire.WireModel;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A server, how it is spoken to, and what there is to say about it before it becomes a {@link Model}. Immutable: each method
 * gives a changed copy.
 *
 * <p>Plain {@code http} is allowed to this machine, and, as long as neither key nor header is sent, to a private address or a
 * host name without a dot; everything else needs {@code https}.
 */
public final class ModelServer {

    private final Place place;
    private final @Nullable Key key;
    private final Map<String, String> headers;
    private final Wishes wishes;

    private ModelServer(Place place, @Nullable Key key, Map<String, String> headers, Wishes wishes) {
        this.place = place;
        this.key = key;
        this.headers = headers;
        this.wishes = wishes;
    }

    static ModelServer of(Dialect dialect, URI baseUrl, ModelRef ref) {
        Wishes wishes = new Wishes(
                Timeouts.defaults(),
                Sizes.defaults(),
                null,
                ModelFacts.unknown(ref),
                Vendors.standard().policy(dialect));
        return new ModelServer(new Place(dialect, ServerAddress.check(baseUrl), ref), null, Map.of(), wishes);
    }

    /** Sent in the header that the dialect has for keys: {@code x-api-key} for messages, else as bearer token. Shown nowhere. */
    public ModelServer key(String secret) {
        return with(new Key(place.dialect == Dialect.ANTHROPIC ? "x-api-key" : Credentials.BEARER, secret, null, null));
    }

    ModelServer key(KeyVariable from, String secret) {
        return with(new Key(from.header(), secret, from.variable(), null));
    }

    /** A key must still be given; {@code why} says so. */
    ModelServer needing(String why) {
        return with(new Key("", "", null, why));
    }

    /** Sent as bearer token, whatever the dialect; takes the place of a key. Shown nowhere. */
    public ModelServer bearer(String secret) {
        return with(new Key(Credentials.BEARER, secret, null, null));
    }

    /** Sent with each request; the value is treated as a secret. A second one of that name replaces the first. */
    public ModelServer header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new ModelServer(place, key, more, wishes);
    }

    /** Until a connection stands, TLS included; 10 s unless set. */
    public ModelServer connectTimeout(Duration limit) {
        Timeouts now = wishes.timeouts;
        return with(new Timeouts(limit, now.firstByte(), now.idle()));
    }

    /** From then on until the first byte of the answer; 5 min unless set. */
    public ModelServer firstByteTimeout(Duration limit) {
        Timeouts now = wishes.timeouts;
        return with(new Timeouts(now.connect(), limit, now.idle()));
    }

    /** Silence within the answer; 8 min unless set. It may take a quarter longer until it is noticed. */
    public ModelServer idleTimeout(Duration limit) {
        Timeouts now = wishes.timeouts;
        return with(new Timeouts(now.connect(), now.firstByte(), limit));
    }

    /**
     * How large an answer may become before it is given up.
     *
     * @param event bytes of one event of a stream, or of a body that is none; 16 MiB unless set
     * @param arguments characters of the arguments of one call; 4 Mi unless set
     */
    public ModelServer sizes(int event, int arguments) {
        Sizes sizes = new Sizes(event, arguments);
        return with(new Wishes(wishes.timeouts, sizes, wishes.concurrency, wishes.facts, wishes.policy));
    }

    /**
     * How many calls of this account may be under way at once, counted over all models of the environment with the same key
     * at the same host; null when there is no such number. After the server said that it was too much they are fewer for a
     * while.
     */
    public ModelServer concurrency(@Nullable Integer calls) {
        if (calls != null && calls < 1) {
            throw new IllegalArgumentException("at least one call must be allowed at once: " + calls);
        }
        return with(new Wishes(wishes.timeouts, wishes.sizes, calls, wishes.facts, wishes.policy));
    }

    /** How many tokens the model can hold, prompt and answer together. */
    public ModelServer window(int tokens) {
        return with(wishes.facts.withWindow(tokens));
    }

    /** What it costs; without, costs are unknown. */
    public ModelServer prices(Prices prices) {
        return with(wishes.facts.withPrices(prices));
    }

    /** What this endpoint wants that others do not; that of a plain server of the dialect unless set. */
    public ModelServer policy(EndpointPolicy other) {
        return with(new Wishes(wishes.timeouts, wishes.sizes, wishes.concurrency, wishes.facts, other));
    }

    /** What it wants now, as a start for {@link #policy(EndpointPolicy)}. */
    public EndpointPolicy policy() {
        return wishes.policy;
    }

    /** What is known of the model; its window is null when nobody said it. */
    public ModelFacts facts() {
        return wishes.facts;
    }

    ModelServer facts(ModelFacts other) {
        return with(other);
    }

    public Dialect dialect() {
        return place.dialect;
    }

    /** Where requests are posted, without a query. */
    public URI url() {
        URI url = ServerAddress.of(place.dialect, place.baseUrl, true);
        return URI.create(url.getScheme() + "://" + url.getAuthority() + url.getPath());
    }

    /** The environment variable whose value is sent as key; null when the key comes from elsewhere, or there is none. */
    public @Nullable String keyVariable() {
        return key == null ? null : key.variable;
    }

    /** What to do about a key that is missing, in one sentence; null when none is. */
    public @Nullable String missingKey() {
        return key == null || !headers.isEmpty() ? null : key.missing;
    }

    /** How many calls of this account may be under way at once; null when there is no such number. */
    public @Nullable Integer concurrency() {
        return wishes.concurrency;
    }

    /** The model, in the process's own environment. */
    public Model model() {
        return model(Environment.standard());
    }

    /**
     * The model; connects to nothing yet. It lives as long as the environment.
     *
     * @throws MimoException when a key is missing, or a key or header would be sent unprotected
     */
    public Model model(Environment environment) {
        Endpoint endpoint = endpoint();
        ModelFacts facts = UnknownModels.settle(wishes.facts, environment);
        return new WireModel(environment, endpoint, wire(), wishes.policy.errors(), facts);
    }

    /** Counts prompts for this model, in the process's own environment. */
    public TokenCounter tokenCounter() {
        return tokenCounter(Environment.standard());
    }

    /**
     * Counts prompts for this model; connects to nothing yet. It lives as long as the environment.
     *
     * @throws dev.mimo.model.ModelException.InvalidRequest when the dialect has nothing to count with
     * @throws MimoException when a key is missing, or a key or header would be sent unprotected
     */
    public TokenCounter tokenCounter(Environment environment) {
        return new WireCounter(environment, endpoint(), wire(), wishes.policy.errors())::count;
    }

    /** Which model, and where; neither key nor headers. */
    @Override
    public String toString() {
        URI url = place.baseUrl;
        return place.ref + " at " + url.getScheme() + "://" + url.getAuthority() + url.getPath();
    }

    Endpoint endpoint() {
        String missing = missingKey();
        if (missing != null) {
            throw new MimoException(missing);
        }
        Key sent = key == null || key.missing != null ? null : key;
        Credentials credentials =
                Credentials.of(sent == null ? null : sent.header, sent == null ? "" : sent.secret, headers);
        URI url = ServerAddress.of(place.dialect, place.baseUrl, credentials.isEmpty());
        return new Endpoint(place.ref, url, credentials, wishes.timeouts, wishes.sizes, wishes.concurrency);
    }

    Wire wire() {
        return switch (place.dialect) {
            case OPENAI_CHAT -> new ChatWire(place.ref, wishes.policy, wishes.sizes.arguments());
            case OPENAI_RESPONSES -> new ResponsesWire(place.ref, wishes.policy, wishes.sizes.arguments());
            case ANTHROPIC -> new MessagesWire(place.ref, wishes.policy, wishes.sizes.arguments());
        };
    }

    private ModelServer with(Key other) {
        return new ModelServer(place, other, headers, wishes);
    }

    private ModelServer with(Timeouts other) {
        return with(new Wishes(other, wishes.sizes, wishes.concurrency, wishes.facts, wishes.policy));
    }

    private ModelServer with(ModelFacts other) {
        return with(new Wishes(wishes.timeouts, wishes.sizes, wishes.concurrency, other, wishes.policy));
    }

    private ModelServer with(Wishes other) {
        return new ModelServer(place, key, headers, other);
    }

    private record Place(Dialect dialect, URI baseUrl, ModelRef ref) {}

    /** A secret and where it came from, or why one is missing. */
    private record Key(
            String header,
            String secret,
            @Nullable String variable,
            @Nullable String missing) {}

    private record Wishes(
            Timeouts timeouts, Sizes sizes, @Nullable Integer concurrency, ModelFacts facts, EndpointPolicy policy) {}
}
