package dev.mimo.model;

import dev.mimo.environment.MimoException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A model gave no reply. The subclass says what can be done about it; the message holds the provider's own words and never
 * a credential.
 */
public abstract sealed class ModelException extends MimoException {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;
    private final FailureKind kind;

    private ModelException(Failure failure, FailureKind kind) {
        super(failure.toString(), failure.cause());
        this.failure = failure;
        this.kind = kind;
    }

    /** What went wrong, in a word. */
    public FailureKind kind() {
        return kind;
    }

    /** Where it happened and in whose words. */
    public Failure failure() {
        return failure;
    }

    /** Whether the same request may succeed if it is sent again later. */
    public abstract boolean retryable();

    /** How long the provider asks to wait; null when it does not say. */
    public @Nullable Duration retryAfter() {
        return null;
    }

    /** What every failure can tell. */
    public record Failure(
            ModelRef model,
            String words,
            @Nullable Integer status,
            @Nullable String requestId,
            @Nullable Throwable cause) {

        public static Failure of(ModelRef model, String words) {
            return new Failure(model, words, null, null, null);
        }

        public Failure withStatus(int other) {
            return new Failure(model, words, other, requestId, cause);
        }

        public Failure withRequestId(@Nullable String other) {
            return new Failure(model, words, status, other, cause);
        }

        public Failure withCause(Throwable other) {
            return new Failure(model, words, status, requestId, other);
        }

        @Override
        public String toString() {
            return model + ": " + words + (status == null ? "" : " (HTTP " + status + ")")
                    + (requestId == null ? "" : " [request " + requestId + "]");
        }
    }

    /** Too many requests or tokens for now. */
    public static final class RateLimited extends ModelException {
        private static final long serialVersionUID = 1L;
        private final @Nullable Duration retryAfter;

        public RateLimited(Failure failure, @Nullable Duration retryAfter) {
            super(failure, FailureKind.RATE_LIMIT);
            this.retryAfter = retryAfter;
        }

        @Override
        public boolean retryable() {
            return true;
        }

        @Override
        public @Nullable Duration retryAfter() {
            return retryAfter;
        }
    }

    /** The provider is overloaded or failed within (5xx). */
    public static final class Overloaded extends ModelException {
        private static final long serialVersionUID = 1L;
        private final @Nullable Duration retryAfter;

        public Overloaded(Failure failure, @Nullable Duration retryAfter) {
            this(failure, retryAfter, FailureKind.OVERLOADED);
        }

        /** {@code kind} is {@link FailureKind#OVERLOADED}, {@link FailureKind#PROVIDER_ERROR} or a time-out of a gateway's. */
        public Overloaded(Failure failure, @Nullable Duration retryAfter, FailureKind kind) {
            super(failure, kind);
            this.retryAfter = retryAfter;
        }

        @Override
        public boolean retryable() {
            return true;
        }

        @Override
        public @Nullable Duration retryAfter() {
            return retryAfter;
        }
    }

    /** The prompt is longer than the model's window: it must be made shorter, not sent again. */
    public static final class ContextOverflow extends ModelException {
        private static final long serialVersionUID = 1L;
        private final @Nullable Long limit;
        private final @Nullable Long asked;

        /** Limit and size in tokens; null where the provider did not say. */
        public ContextOverflow(Failure failure, @Nullable Long limit, @Nullable Long asked) {
            super(failure, FailureKind.CONTEXT_OVERFLOW);
            this.limit = limit;
            this.asked = asked;
        }

        public @Nullable Long limit() {
            return limit;
        }

        public @Nullable Long asked() {
            return asked;
        }

        @Override
        public boolean retryable() {
            return false;
        }
    }

    /** The key is missing, wrong, or not allowed to use the model. */
    public static final class AuthenticationFailed extends ModelException {
        private static final long serialVersionUID = 1L;

        public AuthenticationFailed(Failure failure) {
            super(failure, FailureKind.AUTH);
        }

        @Override
        public boolean retryable() {
            return false;
        }
    }

    /** The account has run out of credit or quota; waiting does not help. */
    public static final class QuotaExhausted extends ModelException {
        private static final long serialVersionUID = 1L;

        public QuotaExhausted(Failure failure) {
            super(failure, FailureKind.QUOTA);
        }

        @Override
        public boolean retryable() {
            return false;
        }
    }

    /** The endpoint does not take the request as it is. */
    public static final class InvalidRequest extends ModelException {
        private static final long serialVersionUID = 1L;

        public InvalidRequest(Failure failure) {
            super(failure, FailureKind.INVALID_REQUEST);
        }

        @Override
        public boolean retryable() {
            return false;
        }
    }

    /** The provider refused the prompt for its content. */
    public static final class ContentFiltered extends ModelException {
        private static final long serialVersionUID = 1L;

        public ContentFiltered(Failure failure) {
            super(failure, FailureKind.CONTENT_FILTER);
        }

        @Override
        public boolean retryable() {
            return false;
        }
    }

    /** The answer broke off, or is no answer. What had come is kept. */
    public static final class StreamBroken extends ModelException {
        private static final long serialVersionUID = 1L;
        private final String partial;

        /** {@code partial} is the text that had come; may be empty. */
        public StreamBroken(Failure failure, String partial) {
            this(failure, partial, FailureKind.NETWORK);
        }

        /** The same for another reason than a connection that broke off. */
        public StreamBroken(Failure failure, String partial, FailureKind kind) {
            super(failure, kind);
            this.partial = partial;
        }

        public String partial() {
            return partial;
        }

        @Override
        public boolean retryable() {
            return true;
        }
    }

    /** Nothing came: no connection, or a time-out. */
    public static final class TransportFailed extends ModelException {
        private static final long serialVersionUID = 1L;

        public TransportFailed(Failure failure) {
            this(failure, FailureKind.NETWORK);
        }

        /** {@code kind} is {@link FailureKind#NETWORK} or {@link FailureKind#TIMEOUT}. */
        public TransportFailed(Failure failure, FailureKind kind) {
            super(failure, kind);
        }

        @Override
        public boolean retryable() {
            return true;
        }
    }
}
