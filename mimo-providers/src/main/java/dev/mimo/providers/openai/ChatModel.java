package dev.mimo.providers.openai;

import dev.mimo.environment.Environment;
import dev.mimo.model.Message;
import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.providers.http.Endpoint;
import dev.mimo.providers.http.Exchange;
import dev.mimo.providers.http.HttpTransport;

/**
 * A model behind a chat completions endpoint. A call is one request: repeating, budgets and fallbacks are models around this
 * one. Safe for use by several threads.
 */
public final class ChatModel implements Model {

    private final Environment environment;
    private final Endpoint endpoint;
    private final ChatPolicy policy;
    private final ModelFacts facts;
    private final ChatRequest request;

    /** Hosts make one with {@code Models}; nothing is connected before the first call. */
    @SuppressWarnings("exports")
    public ChatModel(Environment environment, Endpoint endpoint, ChatPolicy policy, ModelFacts facts) {
        this.environment = environment;
        this.endpoint = endpoint;
        this.policy = policy;
        this.facts = facts;
        request = new ChatRequest(endpoint.model(), policy);
    }

    @Override
    public Reply reply(Prompt prompt, ModelCall call) {
        HttpTransport transport = HttpTransport.of(environment);
        try (Exchange exchange = transport.post(endpoint, request.encode(prompt), call.cancellation())) {
            ReplyBuilder builder = new ReplyBuilder(policy.reasoning().tags(), call.events());
            Reply reply = new ChatAnswer(exchange, endpoint, builder).read();
            CallIds ids = new CallIds(environment.ids(), prompt.messages());
            Message.Assistant message =
                    new Message.Assistant(ids.settle(reply.message().content()), endpoint.model(), null);
            return new Reply(message, reply.stopReason(), reply.usage(), reply.requestId());
        }
    }

    @Override
    public ModelFacts facts() {
        return facts;
    }

    /** Which model, and where. */
    @Override
    public String toString() {
        return endpoint.toString();
    }
}
