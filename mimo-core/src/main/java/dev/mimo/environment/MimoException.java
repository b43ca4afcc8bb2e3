package dev.mimo.environment;

import org.jspecify.annotations.Nullable;

/**
 * A broken promise: the root of every exception this library throws on purpose.
 *
 * <p>Expected endings of a turn are values, never exceptions. The message says what is wrong, names the value, and says
 * where; it never holds a credential. Subclasses exist for what a caller can do about them.
 */
public class MimoException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MimoException(String message) {
        super(message);
    }

    public MimoException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** What is wrong; never null. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
