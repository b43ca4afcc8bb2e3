package dev.mimo.providers.openai;

import dev.mimo.environment.EventSink;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prompt;
import dev.mimo.providers.policy.EndpointPolicy;
import dev.mimo.providers.wire.Decoding;
import dev.mimo.providers.wire.Wire;
import java.util.List;

/** The chat completions dialect. Safe for use by several threads. */
public final class ChatWire implements Wire {

    private final EndpointPolicy policy;
    private final ChatRequest request;
    private final int longestArguments;

    /** {@code longestArguments}: characters that the arguments of one call may have. */
    public ChatWire(ModelRef model, EndpointPolicy policy, int longestArguments) {
        this.policy = policy;
        this.longestArguments = longestArguments;
        request = new ChatRequest(model, policy);
    }

    @Override
    public List<byte[]> encode(Prompt prompt) {
        return request.encode(prompt);
    }

    @Override
    public Decoding decoding(EventSink events) {
        return new ChatDecoding(policy, longestArguments, events);
    }
}
