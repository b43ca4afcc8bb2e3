package dev.mimo.testing.junit;

import dev.mimo.environment.Offline;
import org.jspecify.annotations.Nullable;

/** Keeps the process offline while at least one test wants it so, then leaves it as it was. */
final class OfflineSwitch {

    private int tests;
    private @Nullable String before;

    OfflineSwitch() {}

    synchronized void enter() {
        if (tests++ == 0) {
            before = System.setProperty(Offline.PROPERTY, "true");
        }
    }

    synchronized void leave() {
        if (--tests > 0) {
            return;
        }
        String value = before;
        if (value == null) {
            System.clearProperty(Offline.PROPERTY);
        } else {
            System.setProperty(Offline.PROPERTY, value);
        }
    }
}
