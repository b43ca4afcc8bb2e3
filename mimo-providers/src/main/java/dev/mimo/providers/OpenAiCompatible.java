package dev.mimo.providers;

import dev.mimo.environment.Environment;
import dev.mimo.model.Model;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prices;
import dev.mimo.providers.http.Credentials;
import dev.mimo.providers.http.Endpoint;
import dev.mimo.providers.http.Timeouts;
import dev.mimo.providers.openai.ChatModel;
import dev.mimo.providers.openai.ChatPolicy;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A server that speaks the chat completions dialect, and what there is to say about it before it becomes a {@link Model}.
 * Immutable: each method gives a changed copy.
 *
 * <p>Plain {@code http} is allowed to this machine, and, as long as neither key nor header is sent, to a private address or a
 * host name without a dot; everything else needs {@code https}.
 */
public final class OpenAiCompatible {

    private final URI baseUrl;
    private final ModelRef ref;
    private final @Nullable String key;
    private final Map<String, String> headers;
    private final Timeouts timeouts;
    private final ModelFacts facts;
    private final ChatPolicy policy;

    private OpenAiCompatible(OpenAiCompatible from, @Nullable String key, Map<String, String> headers) {
        this(from.baseUrl, from.ref, key, headers, new Wishes(from.timeouts, from.facts, from.policy));
    }

    private OpenAiCompatible(OpenAiCompatible from, Wishes wishes) {
        this(from.baseUrl, from.ref, from.key, from.headers, wishes);
    }

    private OpenAiCompatible(
            URI baseUrl, ModelRef ref, @Nullable String key, Map<String, String> headers, Wishes wishes) {
        this.baseUrl = baseUrl;
        this.ref = ref;
        this.key = key;
        this.headers = headers;
        timeouts = wishes.timeouts;
        facts = wishes.facts;
        policy = wishes.policy;
    }

    static OpenAiCompatible of(URI baseUrl, ModelRef ref) {
        Wishes wishes = new Wishes(Timeouts.defaults(), ModelFacts.unknown(ref), ChatPolicy.compatible());
        return new OpenAiCompatible(ServerAddress.check(baseUrl), ref, null, Map.of(), wishes);
    }

    /** Sent as bearer token; shown nowhere. */
    public OpenAiCompatible key(String secret) {
        return new OpenAiCompatible(this, secret, headers);
    }

    /** Sent with each request; the value is treated as a secret. A second one of that name replaces the first. */
    public OpenAiCompatible header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new OpenAiCompatible(this, key, more);
    }

    /** Until a connection stands, TLS included; 10 s unless set. */
    public OpenAiCompatible connectTimeout(Duration limit) {
        return with(new Timeouts(limit, timeouts.firstByte(), timeouts.idle()));
    }

    /** From then on until the first byte of the answer; 5 min unless set. */
    public OpenAiCompatible firstByteTimeout(Duration limit) {
        return with(new Timeouts(timeouts.connect(), limit, timeouts.idle()));
    }

    /** Silence within the answer; 8 min unless set. It may take a quarter longer until it is noticed. */
    public OpenAiCompatible idleTimeout(Duration limit) {
        return with(new Timeouts(timeouts.connect(), timeouts.firstByte(), limit));
    }

    /** How many tokens the model can hold, prompt and answer together. */
    public OpenAiCompatible window(int tokens) {
        return with(facts.withWindow(tokens));
    }

    /** What it costs; without, costs are unknown. */
    public OpenAiCompatible prices(Prices prices) {
        return with(facts.withPrices(prices));
    }

    /** What this endpoint wants that others do not; {@link ChatPolicy#compatible} unless set. */
    public OpenAiCompatible policy(ChatPolicy other) {
        return new OpenAiCompatible(this, new Wishes(timeouts, facts, other));
    }

    /** The model, in the process's own environment. */
    public Model model() {
        return model(Environment.standard());
    }

    /**
     * The model; connects to nothing yet. It lives as long as the environment.
     *
     * @throws dev.mimo.environment.MimoException when a key or header would be sent unprotected
     */
    public Model model(Environment environment) {
        Credentials credentials = Credentials.bearer(key, headers);
        URI url = ServerAddress.chatCompletions(baseUrl, credentials.isEmpty());
        return new ChatModel(environment, new Endpoint(ref, url, credentials, timeouts), policy, facts);
    }

    /** Which model, and where; neither key nor headers. */
    @Override
    public String toString() {
        return ref + " at " + baseUrl.getScheme() + "://" + baseUrl.getAuthority() + baseUrl.getPath();
    }

    private OpenAiCompatible with(Timeouts other) {
        return new OpenAiCompatible(this, new Wishes(other, facts, policy));
    }

    private OpenAiCompatible with(ModelFacts other) {
        return new OpenAiCompatible(this, new Wishes(timeouts, other, policy));
    }

    private record Wishes(Timeouts timeouts, ModelFacts facts, ChatPolicy policy) {}
}
