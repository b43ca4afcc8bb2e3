package dev.mimo.providers.wire;

import dev.mimo.environment.Environment;
import dev.mimo.model.Message;
import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelException;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.providers.http.CallLimiter;
import dev.mimo.providers.http.Endpoint;
import dev.mimo.providers.http.Exchange;
import dev.mimo.providers.http.HttpTransport;
import dev.mimo.providers.policy.ErrorRules;

/**
 * A model behind an endpoint. A call is one request: repeating, budgets and fallbacks are models around this one. It may have
 * to wait before it is sent, as the {@link CallLimiter} of the account says. Nothing is connected before the first call. Safe
 * for use by several threads.
 */
public final class WireModel implements Model {

    private final Environment environment;
    private final Endpoint endpoint;
    private final Wire wire;
    private final ErrorRules errors;
    private final ModelFacts facts;

    public WireModel(Environment environment, Endpoint endpoint, Wire wire, ErrorRules errors, ModelFacts facts) {
        this.environment = environment;
        this.endpoint = endpoint;
        this.wire = wire;
        this.errors = errors;
        this.facts = facts;
    }

    @Override
    public Reply reply(Prompt prompt, ModelCall call) {
        CallLimiter limiter = CallLimiter.of(environment, endpoint);
        try (CallLimiter.Permit permit = limiter.enter(endpoint, call)) {
            try {
                Reply reply = ask(prompt, call, permit);
                permit.answered();
                return reply;
            } catch (ModelException.RateLimited e) {
                permit.tooMuch(e.retryAfter());
                throw e;
            } catch (ModelException.Overloaded e) {
                permit.unable(e.retryAfter());
                throw e;
            }
        }
    }

    private Reply ask(Prompt prompt, ModelCall call, CallLimiter.Permit permit) {
        HttpTransport transport = HttpTransport.of(environment);
        try (Exchange exchange = transport.post(endpoint, wire.headers(), wire.encode(prompt), call.cancellation())) {
            permit.headed(exchange);
            Reply reply = new AnswerReader(exchange, wire.decoding(call.events()), errors).read();
            Message.Assistant said = reply.message();
            CallIds ids = new CallIds(environment.ids(), prompt.messages());
            Message.Assistant message =
                    new Message.Assistant(ids.settle(said.content()), endpoint.model(), said.provider());
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
