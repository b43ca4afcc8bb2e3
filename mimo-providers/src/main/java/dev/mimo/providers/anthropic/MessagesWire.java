package dev.mimo.providers.anthropic;

import dev.mimo.environment.EventSink;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prompt;
import dev.mimo.providers.policy.EndpointPolicy;
import dev.mimo.providers.wire.Counting;
import dev.mimo.providers.wire.Decoding;
import dev.mimo.providers.wire.Wire;
import java.util.List;
import java.util.Map;

/** The messages dialect. Safe for use by several threads. */
public final class MessagesWire implements Wire {

    private static final Map<String, String> HEADERS = Map.of("anthropic-version", "2023-06-01");

    private final String provider;
    private final EndpointPolicy policy;
    private final MessagesRequest request;
    private final int longestArguments;

    /** {@code longestArguments}: characters that the arguments of one call may have. */
    public MessagesWire(ModelRef model, EndpointPolicy policy, int longestArguments) {
        provider = model.provider();
        this.policy = policy;
        this.longestArguments = longestArguments;
        request = new MessagesRequest(model, policy);
    }

    @Override
    public List<byte[]> encode(Prompt prompt) {
        return request.encode(prompt);
    }

    @Override
    public Decoding decoding(EventSink events) {
        return new MessagesDecoding(provider, policy, longestArguments, events);
    }

    @Override
    public Map<String, String> headers() {
        return HEADERS;
    }

    @Override
    public Counting findCounting() {
        return new Counting("/count_tokens", request::encodeForCounting);
    }
}
