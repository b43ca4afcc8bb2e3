package dev.mimo.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.environment.Environment;
import dev.mimo.model.Json;
import dev.mimo.model.ToolCall;
import dev.mimo.permission.Approver;
import dev.mimo.session.InMemorySessionStore;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.tool.Action;
import dev.mimo.tool.Effect;
import dev.mimo.tool.Tool;
import dev.mimo.tool.ToolProgress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hosts, tools and listeners that do what they should not: a turn ends all the same, and its session stays usable. */
@Timeout(60)
class BrokenPromisesTest {

    record Word(String text) {}

    private static final Map<String, String> X = Map.of("text", "x");

    @Test
    void a_cancel_from_outside_leaves_the_callers_thread_uninterrupted() {
        AtomicReference<Turn> turn = new AtomicReference<>();
        Tool slow = Tool.of("slow", "Waits", Word.class, (w, ctx) -> {
            ctx.environment().executor().execute(() -> turn.get().cancel("enough"));
            new CountDownLatch(1).await();
            return "never";
        });
        try (Session session = builder(ScriptedModel.create().call("slow", X).reply("ok"))
                .tools(slow)
                .build()
                .session()) {
            turn.set(session.begin(Input.of("go"), null));

            Outcome outcome = turn.get().work(Map.of());

            assertThat(outcome).isInstanceOf(Outcome.Cancelled.class);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            assertThat(session.run("again").isDone()).isTrue();
        }
    }

    @Test
    void an_interrupt_of_the_caller_in_a_gate_is_kept_for_the_caller() {
        try (Session session = builder(ScriptedModel.create().reply("done"))
                .stopGate(stopping -> {
                    Thread.currentThread().interrupt();
                    new CountDownLatch(1).await();
                    return StopGate.Decision.stop();
                })
                .build()
                .session()) {
            Outcome outcome = session.run("go");

            assertThat(outcome).isInstanceOf(Outcome.Cancelled.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void an_error_in_one_call_ends_the_others_and_the_turn() {
        CountDownLatch waiting = new CountDownLatch(1);
        Tool wait = Tool.of("wait", "Waits", Word.class, (w, ctx) -> {
                    waiting.countDown();
                    new CountDownLatch(1).await();
                    return "never";
                })
                .effect(Effect.READ);
        Tool burst = Tool.of("burst", "Breaks", Word.class, (w, ctx) -> {
                    waiting.await();
                    throw new StackOverflowError("too deep");
                })
                .effect(Effect.READ);
        ScriptedModel model = ScriptedModel.create()
                .calls(call("1", "wait"), call("2", "burst"))
                .reply("ok");
        try (Session session = builder(model).tools(wait, burst).build().session()) {
            assertThatThrownBy(() -> session.run("go"))
                    .isInstanceOf(StackOverflowError.class)
                    .hasMessage("too deep");
            assertThat(session.run("again").isDone()).isTrue();
        }
    }

    @Test
    void an_error_in_a_listener_never_leaves_a_turn_without_an_end() throws Exception {
        for (String type : List.of("turn_started", "step_started", "tool_call_started", "turn_ended")) {
            AtomicBoolean armed = new AtomicBoolean(true);
            Agent agent = builder(
                            ScriptedModel.always(prompt -> prompt.messages().size() == 1
                                    ? dev.mimo.model.Reply.calls(call("1", "echo"))
                                    : dev.mimo.model.Reply.text("ok")))
                    .tools(echo())
                    .listener(event -> {
                        if (event.type().equals(type) && armed.getAndSet(false)) {
                            throw new AssertionError(type);
                        }
                    })
                    .build();
            try (Session session = agent.session()) {
                assertThatThrownBy(() -> session.run("go")).as(type).isInstanceOf(AssertionError.class);
                assertThat(session.run("again").isDone()).as(type).isTrue();
            }
        }
    }

    @Test
    void an_executor_that_takes_nothing_fails_the_start_and_not_the_session() {
        AtomicBoolean open = new AtomicBoolean();
        try (Environment environment = Environment.builder()
                .executor(task -> {
                    if (!open.get()) {
                        throw new RejectedExecutionException("full");
                    }
                    new Thread(task).start();
                })
                .build()) {
            Agent agent = builder(ScriptedModel.create().reply("ok"))
                    .environment(environment)
                    .build();
            try (Session session = agent.session()) {
                assertThatThrownBy(() -> session.start(Input.of("go"))).isInstanceOf(RejectedExecutionException.class);
                open.set(true);
                assertThat(session.isResumable()).isFalse();
                assertThat(session.run("again").isDone()).isTrue();
            }
        }
    }

    @Test
    void what_a_deaf_call_tells_after_the_end_is_heard_by_nobody() throws Exception {
        CountDownLatch inTool = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        Tool deaf = Tool.of("deaf", "Ignores everything", Word.class, (w, ctx) -> {
            inTool.countDown();
            while (release.getCount() > 0) {
                Thread.onSpinWait();
            }
            ctx.events().emit(new ToolProgress(ctx.callId(), "late"));
            told.countDown();
            return "late";
        });
        List<String> types = Collections.synchronizedList(new ArrayList<>());
        Agent agent = builder(ScriptedModel.create().call("deaf", X))
                .tools(deaf)
                .listener(event -> types.add(event.type()))
                .build();
        try (Session session = agent.session()) {
            Turn turn = session.start(Input.of("go"));
            inTool.await();
            turn.cancel("enough");
            turn.await();
            release.countDown();
            told.await();

            assertThat(types).last().isEqualTo("turn_ended");
        }
    }

    @Test
    void a_turn_cannot_be_waited_for_from_inside() {
        List<Throwable> thrown = new ArrayList<>();
        AtomicReference<Session> open = new AtomicReference<>();
        Agent agent = builder(ScriptedModel.create().reply("ok"))
                .listener(event -> {
                    if (event.event() instanceof TurnEvent.StepStarted) {
                        try {
                            open.get().close();
                        } catch (IllegalStateException e) {
                            thrown.add(e);
                        }
                    }
                })
                .build();
        try (Session session = agent.session()) {
            open.set(session);

            assertThat(session.run("go").isDone()).isTrue();
            assertThat(thrown).singleElement().satisfies(e -> assertThat(e).hasMessageContaining("this very thread"));
        }
    }

    @Test
    void a_yes_to_a_call_is_no_yes_to_what_it_asks_for_on_the_way() throws Exception {
        Tool fetch = Tool.of("fetch", "Fetches", Word.class, (w, ctx) -> {
                    ctx.require(Action.of("fetch", "http://elsewhere", Effect.NETWORK));
                    return "fetched";
                })
                .effect(Effect.NETWORK);
        ScriptedModel model = ScriptedModel.create().call("fetch", X).reply("ok");
        try (Session session = builder(model).tools(fetch).build().session()) {
            assertThat(session.run("go")).isInstanceOf(Outcome.Paused.class);

            session.resume(Map.of("call-1", Approver.Answer.once())).await();

            assertThat(session.messages().get(2).toString()).contains("nobody is there");
        }
    }

    @Test
    void a_person_is_asked_one_thing_at_a_time() {
        AtomicInteger asked = new AtomicInteger();
        List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch all = new CountDownLatch(3);
        Tool look = Tool.of("look", "Looks", Word.class, (w, ctx) -> {
                    all.countDown();
                    all.await();
                    ctx.require(Action.of("look", ctx.callId(), Effect.NETWORK));
                    return "seen";
                })
                .effect(Effect.READ)
                .actions((w, workspace) -> List.of(Action.of("look", "inside", Effect.STATE)));
        ScriptedModel model = ScriptedModel.create()
                .calls(call("1", "look"), call("2", "look"), call("3", "look"))
                .reply("ok");
        Agent agent = builder(model)
                .tools(look)
                .approver(request -> {
                    seen.add(asked.incrementAndGet());
                    Thread.yield();
                    asked.decrementAndGet();
                    return Approver.Answer.once();
                })
                .build();

        assertThat(agent.run("go").isDone()).isTrue();
        assertThat(seen).containsExactly(1, 1, 1);
    }

    private static AgentBuilder builder(ScriptedModel model) {
        return Agent.builder().model(model).store(new InMemorySessionStore());
    }

    private static Tool echo() {
        return Tool.of("echo", "Echoes", Word.class, (w, ctx) -> w.text()).effect(Effect.READ);
    }

    private static ToolCall call(String id, String tool) {
        return ToolCall.of(id, tool, Json.object().put("text", "x"));
    }
}
