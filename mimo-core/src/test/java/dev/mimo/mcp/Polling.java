package dev.mimo.mcp;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what another process or thread does. */
final class Polling {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private Polling() {}

    static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it did not come to that within " + PATIENCE);
            }
            Thread.onSpinWait();
        }
    }
}
