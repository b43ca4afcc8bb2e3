package dev.mimo.environment;

import org.jspecify.annotations.Nullable;

/** The signal that never comes. */
enum Never implements Cancellation {
    INSTANCE;

    @Override
    public @Nullable String reason() {
        return null;
    }

    @Override
    public Registration onCancel(Runnable action) {
        return () -> {};
    }
}
