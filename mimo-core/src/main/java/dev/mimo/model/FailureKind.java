package dev.mimo.model;

import java.util.Locale;

/** What went wrong with a call to a model, in a word for logs, events and reports. */
public enum FailureKind {
    /** The connection could not be made, or it broke off. */
    NETWORK,
    /** Nothing came for too long. */
    TIMEOUT,
    /** What came is not what the dialect allows. */
    PROTOCOL,
    /** A whole answer that says nothing, or that is no answer at all. */
    BAD_RESPONSE,
    /** A fault within the provider. */
    PROVIDER_ERROR,
    /** The provider has too much to do. */
    OVERLOADED,
    /** Too many requests or tokens for now. */
    RATE_LIMIT,
    /** The account has run out of credit or quota. */
    QUOTA,
    /** The key is missing, wrong, or not allowed to use the model. */
    AUTH,
    /** The prompt is longer than the window. */
    CONTEXT_OVERFLOW,
    /** The provider refused the prompt for its content. */
    CONTENT_FILTER,
    /** The endpoint does not take the request as it is. */
    INVALID_REQUEST;

    /** The name as it stands in events and files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
