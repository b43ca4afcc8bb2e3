package dev.mimo.providers.wire;

/** The reply is longer than any reply should be. */
public final class OverLimit extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public OverLimit(String message) {
        super(message);
    }
}
