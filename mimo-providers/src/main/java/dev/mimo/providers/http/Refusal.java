package dev.mimo.providers.http;

import dev.mimo.environment.CancelledException;
import dev.mimo.model.FailureKind;
import dev.mimo.model.ModelException;
import dev.mimo.model.ModelException.Failure;
import dev.mimo.providers.policy.ErrorRules;
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
            "billing_error",
            "usage_not_included",
            "credit balance is too low");

    private static final List<String> FILTER = List.of(
            "content_filter",
            "content_policy",
            "content management policy",
            "data_inspection_failed",
            "content_moderation",
            "risk control");

    private static final List<String> AUTH = List.of("authentication", "invalid_api_key", "unauthorized", "permission");

    private static final List<String> LIMIT =
            List.of("rate_limit", "rate limit", "too_many_requests", "too many requests");

    private static final List<String> INVALID = List.of("invalid_request", "not_found_error");

    private final Answer answer;
    private final ErrorRules rules;

    /** {@code rules} are the vendor's own words, which count before all others. */
    public Refusal(Answer answer, ErrorRules rules) {
        this.answer = answer;
        this.rules = rules;
    }

    /** What a whole answer with another status than 200 means. */
    public RuntimeException ofAnswer() {
        String body;
        try (InputStream in = answer.body()) {
            body = new String(in.readNBytes(LONGEST_BODY), StandardCharsets.UTF_8);
        } catch (IOException e) {
            if (answer.broken(e, "") instanceof CancelledException cancelled) {
                return cancelled;
            }
            body = "";
        }
        int status = answer.status();
        if (status >= 300 && status < 400) {
            return new ModelException.InvalidRequest(answer.failure("a redirect, which is not followed"));
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
        return of(told, told.status(200), partial);
    }

    /** What a body of status 200 means that is neither a stream nor a JSON object. */
    public ModelException ofOddBody(String body) {
        ModelException told = ofEvent(body, "");
        return told.kind() == FailureKind.PROVIDER_ERROR
                ? new ModelException.StreamBroken(told.failure(), "", FailureKind.BAD_RESPONSE)
                : told;
    }

    /** What a reason to stop means that is none; null when it is no failure. */
    public @Nullable ModelException ofFinish(String finish, String partial) {
        FailureKind kind = rules.codes().get(finish);
        if (kind == null) {
            return null;
        }
        Failure failure = answer.failure("the provider ended the answer with \"" + finish + "\"");
        return ofKind(kind, failure, null, partial);
    }

    private ModelException of(ProviderError error, int status, String partial) {
        Failure failure = answer.failure(error.message()).withStatus(status);
        Overflow overflow =
                status == 401 || status == 403 || status == 429 ? null : Overflow.find(error, rules.overflow());
        FailureKind kind = kind(error, status, overflow != null);
        if (kind == FailureKind.CONTEXT_OVERFLOW && overflow != null) {
            return new ModelException.ContextOverflow(failure, overflow.limit(), overflow.asked());
        }
        return ofKind(kind, failure, hint(error), partial);
    }

    private FailureKind kind(ProviderError error, int status, boolean overflow) {
        FailureKind told = toldByVendor(error);
        if (told != null) {
            return told;
        }
        if (status == 402 || saysOneOf(error, QUOTA)) {
            return FailureKind.QUOTA;
        }
        if (overflow || status == 413) {
            return FailureKind.CONTEXT_OVERFLOW;
        }
        return isFiltered(error, status) ? FailureKind.CONTENT_FILTER : byStatus(error, status);
    }

    private @Nullable FailureKind toldByVendor(ProviderError error) {
        FailureKind byCode = rules.codes().get(error.code());
        return byCode == null ? rules.codes().get(error.type()) : byCode;
    }

    private static FailureKind byStatus(ProviderError error, int status) {
        boolean inside = status < 300;
        if (status == 401 || status == 403 || (inside && saysOneOf(error, AUTH))) {
            return FailureKind.AUTH;
        }
        if (status == 408
                || status == 504
                || status == 524
                || (inside && error.type().contains("timeout"))) {
            return FailureKind.TIMEOUT;
        }
        if (isBusy(error) || status == 425 || status == 503 || status == 529) {
            return FailureKind.OVERLOADED;
        }
        if (status == 429 || (inside && saysOneOf(error, LIMIT))) {
            return FailureKind.RATE_LIMIT;
        }
        boolean refused = (!inside && status < 500) || status == 501 || status == 505 || saysOneOf(error, INVALID);
        return refused ? FailureKind.INVALID_REQUEST : FailureKind.PROVIDER_ERROR;
    }

    private ModelException ofKind(FailureKind kind, Failure failure, @Nullable Duration hint, String partial) {
        Integer status = failure.status();
        boolean inside = status == null || status < 300;
        return switch (kind) {
            case RATE_LIMIT -> new ModelException.RateLimited(failure, hint);
            case QUOTA -> new ModelException.QuotaExhausted(failure);
            case AUTH -> new ModelException.AuthenticationFailed(failure);
            case CONTEXT_OVERFLOW -> new ModelException.ContextOverflow(failure, null, null);
            case CONTENT_FILTER -> new ModelException.ContentFiltered(failure);
            case INVALID_REQUEST -> new ModelException.InvalidRequest(failure);
            case OVERLOADED, TIMEOUT -> new ModelException.Overloaded(failure, hint, kind);
            default ->
                inside
                        ? new ModelException.StreamBroken(failure, partial, kind)
                        : new ModelException.Overloaded(failure, hint, kind);
        };
    }

    private static boolean isBusy(ProviderError error) {
        String names = error.code() + " " + error.type();
        return names.contains("overloaded") || names.contains("service_unavailable");
    }

    private static boolean isFiltered(ProviderError error, int status) {
        return status == 421 || status == 451 || saysOneOf(error, FILTER);
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
        return new RetryHint(answer::header, answer.clock()).find(error);
    }
}
