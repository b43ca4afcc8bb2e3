package dev.mimo.workflow.script;

import java.time.Duration;

/** A test of a sandbox. */
abstract class SandboxCase {

    /** Closed by the test class. */
    abstract Sandbox sandbox();

    Turn.End end(String body) {
        try (Guests guests = sandbox().open(GuestLimits.defaults())) {
            return guests.open(script(body)).start().end();
        }
    }

    static GuestLimits limits(Duration cpu, long statements) {
        return new GuestLimits(cpu, statements, 256L << 20, 500, Duration.ofSeconds(2), 4_096);
    }

    static GuestScript script(String body) {
        return new GuestScript("test.js", body, "r", null, 42, null);
    }
}
