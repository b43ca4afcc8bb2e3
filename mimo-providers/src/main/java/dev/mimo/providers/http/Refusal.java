package dev.mimo.providers.http;

import dev.mimo.environment.CancelledException;
import dev.mimo.model.ModelException;
import dev.mimo.model.ModelException.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells what an answer means that is not a reply: a status other than 200, or an error within a stream.
 *
 * <p>A provider's name for the failure counts before the status, as gateways send moderation, empty accounts and overlong
 * prompts under almost any of them.
 */
public final class Refusal {

    private static final int LONGEST_BODY = 64 * 1024;

    private static final List<String> QUOTA = List.of(
            "insufficient_quota",
            "exceeded_current_quota",
            "insufficient_balance",
            "insufficient balance",
            "billing_hard_limit",
            "usage_not_included",
            "credit balance is too low");

    private static final List<String> FILTER = List.of(
            "content_filter",
            "content_policy",
            "content management policy",
            "data_inspection_failed",
            "content_moderation",
            "risk control");

    private final Exchange exchange;

    public Refusal(Exchange exchange) {
        this.exchange = exchange;
    }

    /** What a whole answer with another status than 200 means. */
    public RuntimeException ofAnswer() {
        String body;
        try (InputStream in = exchange.body()) {
            body = new String(in.readNBytes(LONGEST_BODY), StandardCharsets.UTF_8);
        } catch (IOException e) {
            if (exchange.broken(e, "") instanceof CancelledException cancelled) {
                return cancelled;
            }
            body = "";
        }
        int status = exchange.status();
        if (status >= 300 && status < 400) {
            return new ModelException.InvalidRequest(failure("a redirect, which is not followed", status));
        }
        return of(ProviderError.parse(body), status, "");
    }

    /**
     * What an error within an answer of status 200 means.
     *
     * @param error as JSON or plain text
     * @param partial the text that came before it
     */
    public ModelException ofEvent(String error, String partial) {
        ProviderError told = ProviderError.parse(error);
        return of(told, told.code().matches("[1-5]\\d\\d") ? Integer.parseInt(told.code()) : 200, partial);
    }

    private ModelException of(ProviderError error, int status, String partial) {
        Failure failure = failure(error.message(), status);
        if (status == 402 || error.code().equals("1113") || saysOneOf(error, QUOTA)) {
            return new ModelException.QuotaExhausted(failure);
        }
        Overflow overflow = status == 401 || status == 403 || status == 429 ? null : Overflow.find(error);
        if (overflow != null) {
            return new ModelException.ContextOverflow(failure, overflow.limit(), overflow.asked());
        }
        if (isFiltered(error, status)) {
            return new ModelException.ContentFiltered(failure);
        }
        if (status == 413) {
            return new ModelException.ContextOverflow(failure, null, null);
        }
        return byStatus(error, status, failure, partial);
    }

    private ModelException byStatus(ProviderError error, int status, Failure failure, String partial) {
        boolean inside = status < 300;
        if (status == 401 || status == 403 || (inside && error.says("authentication"))) {
            return new ModelException.AuthenticationFailed(failure);
        }
        if (status == 408 || status == 425 || (status >= 500 && status != 501 && status != 505) || isBusy(error)) {
            return new ModelException.Overloaded(failure, hint(error));
        }
        if (status == 429 || (inside && (error.says("rate_limit") || error.says("too_many_requests")))) {
            return new ModelException.RateLimited(failure, hint(error));
        }
        return inside && !error.says("invalid_request")
                ? new ModelException.StreamBroken(failure, partial)
                : new ModelException.InvalidRequest(failure);
    }

    private static boolean isBusy(ProviderError error) {
        String names = error.code() + " " + error.type();
        return names.contains("overloaded") || names.contains("server_error") || names.contains("service_unavailable");
    }

    private static boolean isFiltered(ProviderError error, int status) {
        boolean byNumber = error.code().equals("421") || error.code().equals("441");
        return status == 421 || status == 451 || byNumber || saysOneOf(error, FILTER);
    }

    private static boolean saysOneOf(ProviderError error, List<String> words) {
        for (String word : words) {
            if (error.says(word)) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Duration hint(ProviderError error) {
        return new RetryHint(
                        exchange::header, exchange.transport().environment().clock())
                .find(error);
    }

    private Failure failure(String words, int status) {
        return exchange.endpoint().failure(words).withStatus(status).withRequestId(exchange.requestId());
    }
}
