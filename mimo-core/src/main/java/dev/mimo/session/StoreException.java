package dev.mimo.session;

import dev.mimo.environment.MimoException;
import org.jspecify.annotations.Nullable;

/** A store could not read or write, or found what it cannot understand; the message names the place. */
public class StoreException extends MimoException {

    private static final long serialVersionUID = 1L;

    public StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
