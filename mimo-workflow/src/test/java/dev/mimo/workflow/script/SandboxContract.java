package dev.mimo.workflow.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a place for scripts does, wherever it is. */
abstract class SandboxContract extends SandboxCase {

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
        List<String> paths = new ArrayList<>();
        try (Guests guests = sandbox().open(GuestLimits.defaults())) {
            Guest guest = guests.open(script(body));
            Turn turn = guest.start();
            List<Request> open = new ArrayList<>(turn.requests());
            while (turn.end() == null) {
                Request next = open.remove(open.size() - 1);
                paths.add(next.path());
                turn = guest.answer(new Answer(next.id(), "\"ok\"", null, 0, null));
                open.addAll(turn.requests());
            }
            assertThat(turn.end()).isEqualTo(new Turn.Returned("2"));
        }

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
    }

    @Test
    void a_body_is_checked_without_running() {
        assertThat(sandbox().check("x.js", "let a = ;"))
                .isNotNull()
                .extracting(ScriptFault::line)
                .isEqualTo(1);
        assertThat(sandbox().check("x.js", "return await agent('x')")).isNull();
    }

    @Test
    void answers_and_failures_reach_the_script_with_what_was_spent() {
        String body = """
            const text = await agent('a');
            let error;
            try {
              await agent('b');
            } catch (e) {
              error = e.message + ' ' + /test.js:(\\d+)/.exec(e.stack)[1];
            }
            return { text, error, spent: budget.spent(), left: budget.remaining(), args };
            """;
        try (Guests guests = sandbox().open(GuestLimits.defaults())) {
            Guest guest = guests.open(new GuestScript("test.js", body, "r", "{\"a\":\"ü😀\"}", 1, 100L));
            Request first = guest.start().requests().get(0);
            Request second = guest.answer(new Answer(first.id(), "{\"x\":[\"ä😀\"]}", null, 10, null))
                    .requests()
                    .get(0);
            Turn turn = guest.answer(new Answer(second.id(), null, "no such agent", 30, null));

            assertThat(first).isEqualTo(new Request(first.id(), "agent", "r#0", "{\"prompt\":\"a\",\"options\":null}"));
            assertThat(turn.end())
                    .isEqualTo(
                            new Turn.Returned("{\"text\":{\"x\":[\"ä😀\"]},\"error\":\"no such agent 4\",\"spent\":30,"
                                    + "\"left\":70,\"args\":{\"a\":\"ü😀\"}}"));
        }
    }

    @Test
    void random_numbers_come_from_the_seed() {
        String body = "return [Math.random(), Math.random()]";
        Turn.End first = end(body);

        assertThat(end(body)).isEqualTo(first);
        try (Guests guests = sandbox().open(GuestLimits.defaults())) {
            assertThat(guests.open(new GuestScript("test.js", body, "r", null, 43, null))
                            .start()
                            .end())
                    .isNotEqualTo(first);
        }
    }

    @Test
    void a_script_that_never_ends_is_ended() {
        // Counting makes garbage: how much in a second depends on the machine.
        GuestLimits limits =
                new GuestLimits(Duration.ofSeconds(1), 2_000_000_000, 1L << 40, 500, Duration.ofSeconds(2), 4_096);
        try (Guests guests = sandbox().open(limits)) {
            Guest guest = guests.open(script("\nlet i = 0;\nwhile (true) i++;"));
            assertThatThrownBy(guest::start)
                    .isInstanceOf(GuestStopped.class)
                    .hasMessageContaining("computed for more than 1.0 s")
                    .extracting(e -> ((GuestStopped) e).line())
                    .isNotEqualTo(0);
        }
        assertThat(end("return 1")).isEqualTo(new Turn.Returned("1"));
    }

    @Test
    void too_many_statements_end_it_with_the_line() {
        try (Guests guests = sandbox().open(limits(Duration.ofSeconds(60), 100_000))) {
            Guest guest = guests.open(script("let i = 0;\nfor (;;)\n  i++;"));
            assertThatThrownBy(guest::start)
                    .isInstanceOf(GuestStopped.class)
                    .hasMessageContaining("more than 100000 statements");
        }
    }

    @Test
    void a_script_is_stopped_by_another_thread() throws Exception {
        GuestLimits limits = limits(Duration.ofMinutes(5), 2_000_000_000_000L);
        try (Guests guests = sandbox().open(limits)) {
            Guest waits = guests.open(script("await agent('x'); for (;;) {}"));
            long id = waits.start().requests().get(0).id();
            CountDownLatch begun = new CountDownLatch(1);
            CompletableFuture<Throwable> ended = new CompletableFuture<>();
            Thread caller = new Thread(() -> {
                begun.countDown();
                try {
                    waits.answer(new Answer(id, null, null, 0, null));
                } catch (Throwable e) {
                    ended.complete(e);
                }
            });
            caller.start();
            begun.await();
            long asked = System.nanoTime();
            guests.stop("the user wants it");

            assertThat(ended.get(20, TimeUnit.SECONDS))
                    .isInstanceOf(GuestStopped.class)
                    .hasMessageContaining("the user wants it");
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(10));
            assertThatThrownBy(() -> waits.answer(new Answer(id, null, null, 0, null)))
                    .isInstanceOf(GuestStopped.class);
            caller.join();
        }
    }

    @Test
    void an_interrupted_caller_is_answered_at_once() {
        GuestLimits limits = limits(Duration.ofMinutes(5), 2_000_000_000_000L);
        try (Guests guests = sandbox().open(limits)) {
            Guest guest = guests.open(script("for (;;) {}"));
            Thread.currentThread().interrupt();

            assertThatThrownBy(guest::start).isInstanceOf(GuestStopped.class).hasMessageContaining("interrupted");
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void scripts_of_one_run_stand_side_by_side() {
        try (Guests guests = sandbox().open(GuestLimits.defaults())) {
            Guest outer = guests.open(
                    new GuestScript("a.js", "globalThis.x = 1; return await workflow('b')", "r", null, 1, null));
            Request asked = outer.start().requests().get(0);
            Guest inner =
                    guests.open(new GuestScript("b.js", "return typeof globalThis.x", asked.path(), null, 1, null));
            Turn.End ended = inner.start().end();
            inner.close();
            Turn turn = outer.answer(new Answer(asked.id(), ((Turn.Returned) ended).json(), null, 0, null));

            assertThat(asked.op()).isEqualTo("workflow");
            assertThat(turn.end()).isEqualTo(new Turn.Returned("\"undefined\""));
        }
    }

    @Test
    void a_thousand_agents_start_in_one_turn() {
        try (Guests guests = sandbox().open(GuestLimits.defaults())) {
            Guest guest = guests.open(script(
                    "return (await parallel(Array.from({ length: 1000 }, (_, i) => () => agent('n' + i)))).length"));
            Turn turn = guest.start();
            List<Request> requests = turn.requests();
            for (Request request : requests) {
                turn = guest.answer(new Answer(request.id(), "\"x\"", null, 0, null));
            }

            assertThat(requests).hasSize(1000);
            assertThat(turn.end()).isEqualTo(new Turn.Returned("1000"));
        }
    }

    @Test
    void a_flood_of_requests_stops_the_script() {
        try (Guests guests = sandbox().open(GuestLimits.defaults())) {
            Guest guest = guests.open(script("for (let i = 0; i < 1e6; i++) agent('x')"));

            assertThatThrownBy(guest::start)
                    .isInstanceOf(GuestStopped.class)
                    .hasMessageContaining("asked for more than 20000 things without waiting");
        }
    }

    @Test
    void the_log_of_a_run_fills_up_and_says_so_once() {
        GuestLimits.Talk talk = new GuestLimits.Talk(1_000, 1 << 20, 1 << 16, 1 << 10, 1_000);
        GuestLimits limits = new GuestLimits(
                Duration.ofSeconds(30), 50_000_000, 256L << 20, 500, Duration.ofSeconds(2), 4_096, talk);
        try (Guests guests = sandbox().open(limits)) {
            Turn turn = guests.open(script("for (let i = 0; i < 100; i++) log('0123456789'.repeat(10)); return 1"))
                    .start();
            Turn again =
                    guests.open(script("log('more'); return 'x'.repeat(2000)")).start();

            assertThat(turn.requests()).hasSize(7);
            assertThat(turn.requests().get(6).json()).contains("the log of this run is full");
            assertThat(again.requests()).isEmpty();
            assertThat(again.end())
                    .isInstanceOfSatisfying(
                            Turn.Threw.class,
                            threw -> assertThat(threw.fault().message()).contains("at most 1024 characters"));
        }
    }

    @Test
    void a_prompt_that_is_too_long_is_an_error_of_the_script() {
        assertThat(end("try { await agent('x'.repeat(5e6)) } catch (e) { return e.name + ': ' + e.message }"))
                .isEqualTo(new Turn.Returned("\"RangeError: agent: 5000028 characters are too many for one request;"
                        + " at most 4194304\""));
    }

    @Test
    void a_closed_run_takes_no_more_turns() {
        Guests guests = sandbox().open(GuestLimits.defaults());
        Guest guest = guests.open(script("await agent('x')"));
        guest.start();
        guests.close();
        guests.close();

        assertThatThrownBy(() -> guest.answer(new Answer(1, null, null, 0, null)))
                .isInstanceOf(GuestStopped.class)
                .hasMessageContaining("the run is over");
    }

    @Test
    void what_scripts_keep_over_many_turns_is_bounded() {
        GuestLimits limits = limits(Duration.ofSeconds(60), 1_000_000_000);
        try (Guests guests = sandbox().open(limits)) {
            Guest guest = guests.open(
                    script("const all = []; for (;;) { all.push(new Array(2e6).fill(1.5)); await agent('x'); }"));
            assertThatThrownBy(() -> {
                        Turn turn = guest.start();
                        while (true) {
                            turn = guest.answer(
                                    new Answer(turn.requests().get(0).id(), "1", null, 0, null));
                        }
                    })
                    .isInstanceOf(GuestStopped.class)
                    .hasMessageMatching("(?s).*(heap|memory).*");
        }
        assertThat(end("return 1")).isEqualTo(new Turn.Returned("1"));
    }
}
