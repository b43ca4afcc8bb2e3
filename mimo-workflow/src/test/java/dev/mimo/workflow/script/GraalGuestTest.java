package dev.mimo.workflow.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** One script in this process, answered by hand. */
class GraalGuestTest {

    private static final GraalSandbox SANDBOX = new GraalSandbox();

    @AfterAll
    static void close() {
        SANDBOX.close();
    }

    @Test
    void a_call_stands_where_the_structure_has_it_whatever_was_awaited_before() {
        String body = """
            await parallel([
              async () => { await agent('a'); await null; await agent('b'); },
              () => parallel([() => agent('c').then(() => agent('d'))]),
            ]);
            await pipeline(['x', 'y'], v => agent(v), async (v, item) => { await agent(v); return agent(item + '2'); });
            return (await dag([{id: 'one'}, {id: 'the two', dependsOn: ['one']}], node => agent(node.id))).length;
            """;
        try (Guests guests = SANDBOX.open(GuestLimits.defaults())) {
            Guest guest = guests.open(script(body));
            List<String> paths = new ArrayList<>();
            Turn turn = guest.start();
            List<Request> open = new ArrayList<>(turn.requests());
            while (turn.end() == null) {
                Request next = open.remove(open.size() - 1);
                paths.add(next.path());
                turn = guest.answer(new Answer(next.id(), "\"ok\"", null, 0, null));
                open.addAll(turn.requests());
            }
            assertThat(turn.end()).isEqualTo(new Turn.Returned("2"));
            assertThat(paths)
                    .containsExactlyInAnyOrder(
                            "r/P0.0#0",
                            "r/P0.0#1",
                            "r/P0.1/P0.0#0",
                            "r/P0.1/P0.0#1",
                            "r/L0.0.0#0",
                            "r/L0.1.0#0",
                            "r/L0.0.1#0",
                            "r/L0.0.1#1",
                            "r/L0.1.1#0",
                            "r/L0.1.1#1",
                            "r/D0.one#0",
                            "r/D0.the%0020two#0");
        }
    }

    @Test
    void an_error_names_the_line() {
        assertThat(end("const x = 1;\n\nnull.y;"))
                .isInstanceOfSatisfying(
                        Turn.Threw.class,
                        threw -> assertThat(threw.fault().line()).isEqualTo(3));
        assertThat(end("return 1;\nconst = 2;"))
                .isInstanceOfSatisfying(
                        Turn.Threw.class,
                        threw -> assertThat(threw.fault().line()).isEqualTo(2));
        assertThat(SANDBOX.check("x.js", "let a = ;"))
                .isNotNull()
                .extracting(ScriptFault::line)
                .isEqualTo(1);
        assertThat(SANDBOX.check("x.js", "return await agent('x')")).isNull();
    }

    @Test
    void a_script_that_never_ends_is_ended() {
        GuestLimits limits =
                new GuestLimits(Duration.ofMillis(300), 2_000_000_000, 1 << 30, 2_000, Duration.ofSeconds(2), 4_096);
        try (Guests guests = SANDBOX.open(limits)) {
            Guest guest = guests.open(script("\nlet i = 0;\nwhile (true) i++;"));
            assertThatThrownBy(guest::start)
                    .isInstanceOf(GuestStopped.class)
                    .hasMessageContaining("computed for more than");
        }
    }

    private static Turn.End end(String body) {
        try (Guests guests = SANDBOX.open(GuestLimits.defaults())) {
            return guests.open(script(body)).start().end();
        }
    }

    private static GuestScript script(String body) {
        return new GuestScript("test.js", body, "r", null, 42, null);
    }
}
