package dev.mimo.workflow.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scripts that want out of the sandbox, or want all that the machine has. Each ends as it should, and the next one runs. */
class HostileScriptsTest {

    private static final GraalSandbox SANDBOX = new GraalSandbox();

    @BeforeAll
    static void warm() {
        // The first script pays for the engine, which small limits leave no time for.
        assertThat(SANDBOX.check("warm.js", "return 1")).isNull();
        harmless(GuestLimits.defaults());
    }

    @AfterAll
    static void close() {
        SANDBOX.close();
    }

    static Stream<HostileScript> scripts() {
        return HostileScript.all().stream();
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void it_ends_as_it_should(HostileScript script) {
        script.verify(SANDBOX);
        if (script.expected().contains("stopped")) {
            harmless(HostileScript.LIMITS);
        }
    }

    private static void harmless(GuestLimits limits) {
        try (Guests guests = SANDBOX.open(limits)) {
            String body = "return [1, 2, 3].map(x => x * 2).join() + JSON.stringify({ a: new Date(0) })";
            Turn turn = guests.open(new GuestScript("next.js", body, "r", null, 1, null))
                    .start();
            assertThat(turn.end())
                    .isEqualTo(new Turn.Returned("\"2,4,6{\\\"a\\\":\\\"1970-01-01T00:00:00.000Z\\\"}\""));
        }
    }
}
