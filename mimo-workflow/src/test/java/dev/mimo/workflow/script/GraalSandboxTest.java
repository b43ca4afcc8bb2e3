package dev.mimo.workflow.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.SandboxPolicy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Scripts in this process. */
class GraalSandboxTest extends SandboxContract {

    /** What the engine's own check of a closed-off context lets pass. */
    private static final Set<String> CONSTRAINED = Set.of(
            "ecmascript-version",
            "strict",
            "allow-eval",
            "console",
            "print",
            "load",
            "graal-builtin",
            "locale",
            "webassembly",
            "text-encoding",
            "unhandled-rejections");

    private static final GraalSandbox SANDBOX = new GraalSandbox();

    @BeforeAll
    static void warm() {
        assertThat(SANDBOX.check("warm.js", "return 1")).isNull();
    }

    @AfterAll
    static void close() {
        SANDBOX.close();
    }

    @Override
    Sandbox sandbox() {
        return SANDBOX;
    }

    @Test
    void the_engine_knows_every_option() {
        assertThat(ContextOptions.unknown(SANDBOX.engine())).isEmpty();
    }

    @Test
    void the_engine_itself_finds_its_part_of_the_options_constrained() {
        try (Engine engine = Engine.newBuilder("js")
                .sandbox(SandboxPolicy.CONSTRAINED)
                .option("engine.WarnInterpreterOnly", "false")
                .in(InputStream.nullInputStream())
                .out(new ByteArrayOutputStream())
                .err(new ByteArrayOutputStream())
                .build()) {
            Context.Builder builder = Context.newBuilder("js")
                    .engine(engine)
                    .sandbox(SandboxPolicy.CONSTRAINED)
                    .allowHostAccess(HostAccess.CONSTRAINED)
                    .timeZone(ZoneOffset.UTC)
                    .in(InputStream.nullInputStream())
                    .out(new ByteArrayOutputStream())
                    .err(new ByteArrayOutputStream());
            ContextOptions.all().forEach((name, value) -> {
                if (CONSTRAINED.contains(name)) {
                    builder.option("js." + name, value);
                }
            });

            try (Context context = builder.build()) {
                assertThat(context.eval("js", "typeof load + typeof print + typeof Graal")
                                .asString())
                        .isEqualTo("undefinedundefinedundefined");
            }
        }
    }

    @Test
    void threads_that_cannot_be_stopped_are_counted_until_no_more_scripts_may_run() throws Exception {
        GuestLimits limits =
                new GuestLimits(Duration.ofMillis(300), 1_000_000, 1L << 40, 500, Duration.ofMillis(1), 4_096);
        // One power that takes a second or two: nothing can end it before its end.
        String body = "await agent('x'); const x = 3n ** 8000000n; return String(x * x % 7n)";
        assertThat(end(body.replace("000000n", "n"))).isNull();
        List<Guests> stuck = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Guests guests = SANDBOX.open(limits);
            stuck.add(guests);
            Guest guest = guests.open(script(body));
            Answer answer = new Answer(guest.start().requests().get(0).id(), null, null, 0, null);
            assertThatThrownBy(() -> guest.answer(answer))
                    .isInstanceOf(GuestStopped.class)
                    .hasMessageContaining("; it could not be stopped");
        }
        assertThatThrownBy(() -> SANDBOX.open(GuestLimits.defaults()))
                .isInstanceOf(GuestStopped.class)
                .hasMessageContaining("2 scripts of this process could not be stopped");

        stuck.forEach(Guests::close);
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread instanceof GuestThread) {
                thread.join();
            }
        }
        assertThat(end("return 1")).isEqualTo(new Turn.Returned("1"));
    }
}
