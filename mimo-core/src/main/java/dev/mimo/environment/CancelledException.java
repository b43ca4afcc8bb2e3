package dev.mimo.environment;

/** Work was given up because its {@link Cancellation} was signalled; the message is the reason that was given. */
public final class CancelledException extends MimoException {

    private static final long serialVersionUID = 1L;

    public CancelledException(String reason) {
        super(reason);
    }
}
