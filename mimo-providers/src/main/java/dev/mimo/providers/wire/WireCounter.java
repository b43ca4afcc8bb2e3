package dev.mimo.providers.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.environment.Cancellation;
import dev.mimo.environment.Environment;
import dev.mimo.environment.MimoException;
import dev.mimo.model.FailureKind;
import dev.mimo.model.Json;
import dev.mimo.model.ModelException;
import dev.mimo.model.Prompt;
import dev.mimo.providers.http.Endpoint;
import dev.mimo.providers.http.Exchange;
import dev.mimo.providers.http.HttpTransport;
import dev.mimo.providers.http.Refusal;
import dev.mimo.providers.policy.ErrorRules;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Asks an endpoint how many tokens a prompt has. Safe for use by several threads. */
public final class WireCounter {

    private static final String FIELD = "input_tokens";

    /** A count and what may stand around it. */
    private static final int LONGEST_ANSWER = 64 * 1024;

    private final Environment environment;
    private final Endpoint endpoint;
    private final Wire wire;
    private final Counting counting;
    private final ErrorRules errors;

    /**
     * Connects to nothing yet.
     *
     * @param model where the model itself is asked
     * @throws ModelException.InvalidRequest when the dialect counts nothing
     */
    public WireCounter(Environment environment, Endpoint model, Wire wire, ErrorRules errors) {
        Counting offered = wire.findCounting();
        if (offered == null) {
            throw new ModelException.InvalidRequest(model.failure("this dialect has no way to count tokens"));
        }
        this.environment = environment;
        this.wire = wire;
        this.errors = errors;
        counting = offered;
        endpoint = model.at(below(model.url(), offered.path()));
    }

    /**
     * Tokens of the whole prompt, by one request.
     *
     * @throws ModelException when there is no count
     * @throws dev.mimo.environment.CancelledException when the signal came
     */
    public long count(Prompt prompt, Cancellation cancellation) {
        HttpTransport transport = HttpTransport.of(environment);
        try (Exchange exchange =
                transport.post(endpoint, wire.headers(), counting.body().apply(prompt), cancellation)) {
            if (exchange.status() != 200) {
                throw new Refusal(exchange, errors).ofAnswer();
            }
            return count(exchange);
        }
    }

    private static long count(Exchange exchange) {
        try {
            String body = new String(exchange.body().readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8);
            JsonNode count = Json.read(body).path(FIELD);
            if (count.canConvertToLong() && count.isIntegralNumber() && count.longValue() >= 0) {
                return count.longValue();
            }
        } catch (IOException e) {
            throw exchange.broken(e, "");
        } catch (MimoException e) {
            throw noCount(exchange, ": " + e.getMessage());
        }
        throw noCount(exchange, "");
    }

    private static ModelException noCount(Exchange exchange, String why) {
        return new ModelException.StreamBroken(
                exchange.failure("the answer has no count of tokens" + why), "", FailureKind.BAD_RESPONSE);
    }

    private static URI below(URI url, String path) {
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        return URI.create(url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath() + path + query);
    }
}
