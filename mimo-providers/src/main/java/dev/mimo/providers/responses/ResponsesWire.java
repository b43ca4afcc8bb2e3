package dev.mimo.providers.responses;

import dev.mimo.environment.EventSink;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prompt;
import dev.mimo.providers.policy.EndpointPolicy;
import dev.mimo.providers.wire.Decoding;
import dev.mimo.providers.wire.Wire;
import java.util.List;

/** The responses dialect. Safe for use by several threads. */
public final class ResponsesWire implements Wire {

    private final ModelRef model;
    private final EndpointPolicy policy;
    private final ResponsesRequest request;
    private final int longestArguments;

    /** {@code longestArguments}: characters that the arguments of one call may have. */
    public ResponsesWire(ModelRef model, EndpointPolicy policy, int longestArguments) {
        this.model = model;
        this.policy = policy;
        this.longestArguments = longestArguments;
        request = new ResponsesRequest(model, policy);
    }

    @Override
    public List<byte[]> encode(Prompt prompt) {
        return request.encode(prompt);
    }

    @Override
    public Decoding decoding(EventSink events) {
        return new ResponsesDecoding(
                model.provider(), policy.answers().finishes(), new ReplyItems(longestArguments, events));
    }
}
