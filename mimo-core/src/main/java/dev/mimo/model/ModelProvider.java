package dev.mimo.model;

import dev.mimo.environment.Environment;
import org.jspecify.annotations.Nullable;

/**
 * Makes models from their names. Found by {@link java.util.ServiceLoader}, so that {@code model("provider:name")} works
 * once a module with providers is there.
 */
public interface ModelProvider {

    /**
     * The model, ready to be called, or null when this provider does not know the prefix. Connects to nothing yet.
     *
     * @throws dev.mimo.environment.MimoException when the prefix is known and something is missing, such as a key; the
     *     message says what to set
     */
    @Nullable
    Model find(ModelRef ref, Environment environment);

    /** The model that the process's environment variables ask for, or null when they ask for none. */
    default @Nullable Model findDefault(Environment environment) {
        return null;
    }
}
