package dev.mimo.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.environment.Cancellation;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.ModelException;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Reply;
import dev.mimo.model.ToolCall;
import dev.mimo.session.InMemorySessionStore;
import dev.mimo.testing.Faults;
import dev.mimo.testing.Gate;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.testing.TestEnvironment;
import dev.mimo.tool.Tool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class TurnTest {

    record Word(String text) {}

    private static final Tool ECHO = Tool.of("echo", "Echoes", Word.class, (w, ctx) -> w.text());

    @Test
    void cancel_in_mid_stream_ends_the_turn_and_leaves_the_session_usable() throws Exception {
        ScriptedModel model = ScriptedModel.create().hangUntilCancelled().reply("back");
        Agent agent = Agent.builder().model(model).build();
        try (Session session = agent.session()) {
            Turn turn = session.start(Input.of("go"));
            model.awaitHanging();

            turn.cancel("enough");

            assertThat(turn.await()).isInstanceOf(Outcome.Cancelled.class);
            assertThat(turn.await().text()).isEqualTo("enough");
            assertThat(session.run("again").text()).isEqualTo("back");
        }
    }

    @Test
    void cancel_gives_every_call_a_result() throws Exception {
        CountDownLatch inTool = new CountDownLatch(1);
        Tool slow = Tool.of("slow", "Waits", Word.class, (w, ctx) -> {
            inTool.countDown();
            new CountDownLatch(1).await();
            return "never";
        });
        ScriptedModel model = ScriptedModel.create()
                .calls(
                        ToolCall.of("1", "echo", Json.object().put("text", "a")),
                        ToolCall.of("2", "slow", Json.object().put("text", "b")),
                        ToolCall.of("3", "echo", Json.object().put("text", "c")))
                .reply("fine");
        Agent agent = Agent.builder().model(model).tools(ECHO, slow).build();
        try (Session session = agent.session()) {
            Turn turn = session.start(Input.of("go"));
            inTool.await();

            turn.cancel("enough");

            assertThat(turn.await()).isInstanceOf(Outcome.Cancelled.class);
            assertThat(results(session)).containsExactly("a", "cancelled", "cancelled before it ran");
            assertThat(session.run("go on").isDone()).isTrue();
        }
    }

    @Test
    void a_tool_that_does_not_listen_cannot_hold_the_turn() throws Exception {
        CountDownLatch inTool = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Tool deaf = Tool.of("deaf", "Ignores everything", Word.class, (w, ctx) -> {
            inTool.countDown();
            boolean released = false;
            while (!released) {
                try {
                    release.await();
                    released = true;
                } catch (InterruptedException e) {
                    // deaf
                }
            }
            return "late";
        });
        ScriptedModel model =
                ScriptedModel.create().call("deaf", Map.of("text", "x")).reply("fine");
        Agent agent = Agent.builder().model(model).tools(deaf).build();
        try (Session session = agent.session()) {
            Turn turn = session.start(Input.of("go"));
            inTool.await();

            turn.cancel("enough");

            assertThat(turn.await()).isInstanceOf(Outcome.Cancelled.class);
            assertThat(results(session)).containsExactly("cancelled while it ran: whether it took effect is unknown");
            assertThat(session.run("go on").isDone()).isTrue();
        } finally {
            release.countDown();
        }
    }

    @Test
    void interrupting_the_caller_cancels_the_turn_and_keeps_the_interrupt() throws Exception {
        ScriptedModel model = ScriptedModel.create().hangUntilCancelled();
        Agent agent = Agent.builder()
                .model((prompt, call) -> {
                    CountDownLatch never = new CountDownLatch(1);
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new dev.mimo.environment.CancelledException("interrupted");
                    }
                    return Reply.text("");
                })
                .build();
        List<Outcome> outcomes = new ArrayList<>();
        List<Boolean> interrupted = new ArrayList<>();
        CountDownLatch begun = new CountDownLatch(1);
        Thread caller = new Thread(() -> {
            try (Session session = agent.session()) {
                begun.countDown();
                outcomes.add(session.run("go"));
                interrupted.add(Thread.currentThread().isInterrupted());
            }
        });
        caller.start();
        begun.await();
        caller.interrupt();
        caller.join();

        assertThat(outcomes.get(0)).isInstanceOf(Outcome.Cancelled.class);
        assertThat(interrupted).containsExactly(true);
        assertThat(model.prompts()).isEmpty();
    }

    @Test
    void what_is_said_while_it_works_is_heard_before_the_next_prompt() throws Exception {
        CountDownLatch inTool = new CountDownLatch(1);
        CountDownLatch said = new CountDownLatch(1);
        Tool wait = Tool.of("wait", "Waits", Word.class, (w, ctx) -> {
            inTool.countDown();
            said.await();
            return "waited";
        });
        ScriptedModel model = ScriptedModel.create()
                .call("wait", Map.of("text", "x"))
                .expect(prompt -> {
                    assertThat(prompt.messages()).hasSize(4);
                    Message.User steer = (Message.User) prompt.messages().get(3);
                    assertThat(steer.text()).isEqualTo("use tabs");
                })
                .reply("with tabs");
        Agent agent = Agent.builder().model(model).tools(wait).build();
        try (Session session = agent.session()) {
            Turn turn = session.start(Input.of("go"));
            inTool.await();
            turn.steer("use tabs");
            said.countDown();

            assertThat(turn.await().text()).isEqualTo("with tabs");
            assertThatThrownBy(() -> turn.steer("too late")).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void what_is_said_voids_a_stop() throws Exception {
        ScriptedModel model = ScriptedModel.create()
                .reply("done")
                .expect(prompt -> assertThat(((Message.User) prompt.messages().get(2)).text())
                        .isEqualTo("and the tests?"))
                .reply("tests too");
        List<Turn> turns = new ArrayList<>();
        CountDownLatch known = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        Agent agent = Agent.builder()
                .model(model)
                .stopGate(stopping -> {
                    known.await();
                    if (asked.getAndIncrement() == 0) {
                        turns.get(0).steer("and the tests?");
                    }
                    return StopGate.Decision.stop();
                })
                .build();
        try (Session session = agent.session()) {
            turns.add(session.start(Input.of("go")));
            known.countDown();

            assertThat(turns.get(0).await().text()).isEqualTo("tests too");
        }
    }

    @Test
    void what_is_said_during_the_last_answer_is_heard_though_no_gate_stands() throws Exception {
        Gate answering = new Gate();
        ScriptedModel model = ScriptedModel.create()
                .respond(prompt -> {
                    answering.pass(Cancellation.never());
                    return Reply.text("done");
                })
                .expect(prompt -> assertThat(((Message.User) prompt.messages().get(2)).text())
                        .isEqualTo("and the tests?"))
                .reply("tests too");
        try (Session session = Agent.builder().model(model).build().session()) {
            Turn turn = session.start(Input.of("go"));
            answering.awaitArrival();
            turn.steer("and the tests?");
            answering.open();

            assertThat(turn.await(Duration.ofMinutes(1)))
                    .isNotNull()
                    .satisfies(end -> assertThat(end.text()).isEqualTo("tests too"));
        }
    }

    @Test
    void a_second_turn_is_refused_while_one_runs() throws Exception {
        ScriptedModel model = ScriptedModel.create().hangUntilCancelled();
        try (Session session = Agent.builder().model(model).build().session()) {
            Turn turn = session.start(Input.of("go"));
            model.awaitHanging();

            assertThatThrownBy(() -> session.run("me too")).isInstanceOf(TurnRunning.class);
            turn.cancel("over");
            turn.await();
        }
    }

    @Test
    void closing_a_session_cancels_its_turn() throws Exception {
        ScriptedModel model = ScriptedModel.create().hangUntilCancelled();
        Session session = Agent.builder().model(model).build().session();
        Turn turn = session.start(Input.of("go"));
        model.awaitHanging();

        session.close();

        assertThat(turn.await()).isInstanceOf(Outcome.Cancelled.class);
    }

    @Test
    void closing_the_environment_cancels_everything() throws Exception {
        try (TestEnvironment test = TestEnvironment.create()) {
            ScriptedModel model = ScriptedModel.create().hangUntilCancelled();
            Session session = Agent.builder()
                    .model(model)
                    .environment(test.environment())
                    .build()
                    .session();
            Turn turn = session.start(Input.of("go"));
            model.awaitHanging();

            test.environment().close();

            assertThat(turn.await().text()).isEqualTo("the environment was closed");
            session.close();
        }
    }

    @Test
    void the_wall_clock_limit_ends_a_turn_that_hangs() throws Exception {
        try (TestEnvironment test = TestEnvironment.create()) {
            ScriptedModel model = ScriptedModel.create().hangUntilCancelled();
            Agent agent = Agent.builder()
                    .model(model)
                    .environment(test.environment())
                    .limits(Limits.defaults().wallClock(Duration.ofHours(2)))
                    .build();
            try (Session session = agent.session()) {
                Turn turn = session.start(Input.of("go"));
                model.awaitHanging();

                test.advance(Duration.ofHours(2));

                assertThat(turn.await())
                        .isInstanceOfSatisfying(
                                Outcome.LimitReached.class,
                                end -> assertThat(end.limit()).isEqualTo("wall_clock"));
            }
        }
    }

    @Test
    void a_model_that_fails_for_good_ends_the_turn_and_the_session_goes_on() {
        ModelException error =
                new ModelException.AuthenticationFailed(ModelException.Failure.of(ModelRef.of("p", "m"), "bad key"));
        ScriptedModel model = ScriptedModel.create().fail(error).reply("ok");
        try (Session session = Agent.builder().model(model).build().session()) {
            Outcome outcome = session.run("go");

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.error()).isSameAs(error));
            assertThat(session.run("again").text()).isEqualTo("ok");
        }
    }

    @Test
    void a_model_is_asked_again_after_it_was_limited() {
        try (TestEnvironment test = TestEnvironment.autoAdvancing()) {
            UnaryOperator<dev.mimo.model.Model> limited = Faults.rateLimitedTimes(2, Duration.ofSeconds(7));
            Agent agent = Agent.builder()
                    .model(limited.apply(ScriptedModel.create().reply("ok")))
                    .environment(test.environment())
                    .build();

            assertThat(agent.run("go").text()).isEqualTo("ok");
        }
    }

    @Test
    void a_gate_sends_the_agent_back_and_its_exception_is_never_done() {
        ScriptedModel model = ScriptedModel.create()
                .reply("done")
                .expect(prompt -> assertThat(((Message.User) prompt.messages().get(2)).text())
                        .isEqualTo("not yet"))
                .reply("really done");
        AtomicInteger rounds = new AtomicInteger();
        Outcome sentBack = Agent.builder()
                .model(model)
                .stopGate(stopping ->
                        rounds.getAndIncrement() == 0 ? StopGate.Decision.goOn("not yet") : StopGate.Decision.stop())
                .build()
                .run("go");
        Outcome failed = Agent.builder()
                .model(ScriptedModel.create().reply("done"))
                .stopGate(stopping -> {
                    throw new IllegalStateException("judge is ill");
                })
                .build()
                .run("go");

        assertThat(sentBack.text()).isEqualTo("really done");
        assertThat(failed).isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void events_are_pulled_in_order_and_end_with_the_turn() throws Exception {
        ScriptedModel model = ScriptedModel.create().hangUntilCancelled();
        try (Session session = Agent.builder().model(model).build().session()) {
            Turn turn = session.start(Input.of("go"));
            model.awaitHanging();
            List<String> types = new ArrayList<>();
            try (EventStream events = turn.events()) {
                turn.cancel("over");
                events.forEach(event -> types.add(event.type()));
            }

            assertThat(types).containsExactly("turn_ended");
        }
    }

    @Test
    void a_listener_of_one_turn_hears_all_of_it_and_nothing_of_the_next() throws Exception {
        ScriptedModel model = ScriptedModel.create().reply("one").reply("two");
        try (Session session = Agent.builder().model(model).build().session()) {
            List<String> types = new ArrayList<>();
            session.start(Input.of("go"), event -> types.add(event.type())).await();
            session.run("again");

            assertThat(types).startsWith("step_started", "text_delta").endsWith("reply_finished", "turn_ended");
            assertThat(types.stream().filter("turn_ended"::equals)).hasSize(1);
        }
    }

    @Test
    void every_event_has_a_json_form_and_the_sequence_has_no_gaps() {
        List<AgentEvent> events = new ArrayList<>();
        ScriptedModel model = ScriptedModel.create()
                .thinking("hm")
                .call("echo", Map.of("text", "x"))
                .reply("done");
        Agent agent = Agent.builder()
                .model(model)
                .tools(ECHO)
                .listener(events::add)
                .listener(event -> {
                    throw new IllegalStateException("a listener that fails changes nothing");
                })
                .build();

        agent.run("go");

        assertThat(events.get(0).type()).isEqualTo("turn_started");
        assertThat(events.get(events.size() - 1).type()).isEqualTo("turn_ended");
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i).sequence()).isEqualTo(i);
            assertThat(Json.readObject(events.get(i).toJson().toString())
                            .path("type")
                            .asText())
                    .isEqualTo(events.get(i).type());
        }
        assertThat(events).extracting(AgentEvent::type).contains("tool_call_started", "tool_call_finished");
    }

    @Test
    void a_store_that_fails_ends_the_turn_with_what_happened() {
        Agent agent = Agent.builder()
                .model(ScriptedModel.create().call("echo", Map.of("text", "x")).reply("done"))
                .tools(ECHO)
                .store(Faults.crashBefore(new InMemorySessionStore(), 4))
                .build();

        Session session = agent.session();

        assertThat(session.run("go")).isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void an_answer_that_stood_before_a_crash_is_not_asked_for_again() throws Exception {
        InMemorySessionStore store = new InMemorySessionStore();
        Agent dying = Agent.builder()
                .model(ScriptedModel.create().reply("the answer"))
                .store(Faults.crashAfter(store, 3))
                .build();
        assertThat(dying.session("s").run("go")).isInstanceOf(Outcome.Failed.class);

        Agent next = Agent.builder().model(ScriptedModel.create()).store(store).build();
        try (Session session = next.session("s")) {
            assertThat(session.resume(Map.of()).await().text()).isEqualTo("the answer");
            assertThat(session.isResumable()).isFalse();
        }
    }

    @Test
    void what_was_said_to_a_paused_turn_is_heard_after_it_even_when_the_turn_is_given_up() {
        Tool send = Tool.of("send", "Sends", Word.class, (w, ctx) -> "sent").effect(dev.mimo.tool.Effect.NETWORK);
        ScriptedModel model = ScriptedModel.create()
                .call("send", Map.of("text", "x"))
                .expect(prompt -> assertThat(((Message.User) prompt.messages().get(4)).text())
                        .isEqualTo("by the way"))
                .reply("fine");
        Agent agent = Agent.builder().model(model).tools(send).build();
        try (Session session = agent.session()) {
            Turn turn = session.start(Input.of("go"));
            assertThat(await(turn)).isInstanceOf(Outcome.Paused.class);
            turn.steer("by the way");

            assertThat(session.run("never mind").text()).isEqualTo("fine");
        }
    }

    private static Outcome await(Turn turn) {
        try {
            return turn.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> results(Session session) {
        List<String> texts = new ArrayList<>();
        for (Message message : session.messages()) {
            if (message instanceof Message.Tool tool) {
                tool.results().forEach(result -> texts.add(result.text()));
            }
        }
        return texts;
    }
}
