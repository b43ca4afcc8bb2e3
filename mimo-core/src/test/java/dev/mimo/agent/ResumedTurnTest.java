package dev.mimo.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.environment.MimoException;
import dev.mimo.model.Cost;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.Prices;
import dev.mimo.model.Role;
import dev.mimo.model.Spent;
import dev.mimo.model.Usage;
import dev.mimo.permission.Approver;
import dev.mimo.session.Entry;
import dev.mimo.session.InMemorySessionStore;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionLog;
import dev.mimo.session.Stored;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.testing.TestEnvironment;
import dev.mimo.tool.Effect;
import dev.mimo.tool.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a turn was begun with, and what it took, outlives a pause, also when another process goes on with it. */
@Timeout(60)
class ResumedTurnTest {

    record Word(String text) {}

    record City(String name) {}

    private static final Map<String, String> HI = Map.of("text", "hi");
    private static final Map<String, Approver.Answer> YES = Map.of("call-1", Approver.Answer.once());

    private final InMemorySessionStore store = new InMemorySessionStore();

    @Test
    void what_helpers_spent_before_a_pause_counts_after_it() throws Exception {
        Tool judge = Tool.of("judge", "Spends", Word.class, (w, ctx) -> {
                    ctx.budget().charge(Role.JUDGE, Usage.of(4_000, 0), Cost.usd("1.5"));
                    return "judged";
                })
                .effect(Effect.READ);
        ScriptedModel first = priced().usage(Usage.of(100, 0))
                .call("judge", HI)
                .usage(Usage.of(100, 0))
                .call("send", HI);
        try (Session session = builder(first).tools(judge).build().session("s")) {
            assertThat(session.run("go").usage()).isEqualTo(Usage.of(4_200, 0));
        }

        ScriptedModel second = priced().usage(Usage.of(100, 0)).reply("done");
        Agent other = builder(second).tools(judge).build();
        Outcome end = resume(other, Map.of("call-2", Approver.Answer.once()));

        assertThat(end.usage()).isEqualTo(Usage.of(4_300, 0));
        assertThat(end.cost()).isEqualTo(Cost.usd("1.8"));
        assertThat(lastMeasured().byRole())
                .isEqualTo(Map.of(
                        Role.MAIN, new Spent(3, Usage.of(300, 0), Cost.usd("0.3")),
                        Role.JUDGE, new Spent(1, Usage.of(4_000, 0), Cost.usd("1.5"))));
    }

    @Test
    void an_account_stands_at_the_end_of_each_turn() {
        try (Session session =
                builder(priced().usage(Usage.of(100, 0)).reply("done")).build().session("s")) {
            session.run("go");
        }

        Spent spent = new Spent(1, Usage.of(100, 0), Cost.usd("0.1"));
        assertThat(lastMeasured().spent()).isEqualTo(spent);
        assertThat(lastMeasured().byRole()).isEqualTo(Map.of(Role.MAIN, spent));
    }

    @Test
    void a_limit_on_tokens_counts_what_was_spent_before() throws Exception {
        pause(Input.of("go").limits(Limits.defaults().tokens(1_000)), Usage.of(1_000, 0));

        Outcome end = resume(builder(ScriptedModel.create()).build(), YES);

        assertThat(end)
                .isInstanceOfSatisfying(
                        Outcome.LimitReached.class,
                        reached -> assertThat(reached.limit()).isEqualTo("tokens"));
    }

    @Test
    void the_limits_of_the_input_hold_on() throws Exception {
        pause(Input.of("go").limits(Limits.defaults().steps(1)), Usage.none());

        Outcome end = resume(builder(ScriptedModel.create()).build(), YES);

        assertThat(end)
                .isInstanceOfSatisfying(
                        Outcome.LimitReached.class,
                        reached -> assertThat(reached.limit()).isEqualTo("steps"));
    }

    @Test
    void the_wall_clock_goes_on_and_stands_still_while_nobody_works() throws Exception {
        try (TestEnvironment test = TestEnvironment.create()) {
            Tool work = Tool.of("work", "Works", Word.class, (w, ctx) -> {
                        test.advance(Duration.ofMinutes(90));
                        return "worked";
                    })
                    .effect(Effect.READ);
            Limits twoHours = Limits.defaults().wallClock(Duration.ofHours(2));
            ScriptedModel first = ScriptedModel.create().call("work", HI).call("send", HI);
            try (Session session = builder(first)
                    .tools(work)
                    .environment(test.environment())
                    .build()
                    .session("s")) {
                assertThat(session.run(Input.of("go").limits(twoHours))).isInstanceOf(Outcome.Paused.class);
            }
            test.advance(Duration.ofHours(5));

            ScriptedModel second = ScriptedModel.create().hangUntilCancelled();
            Agent other =
                    builder(second).tools(work).environment(test.environment()).build();
            try (Session session = other.session("s")) {
                Turn turn = session.resume(Map.of("call-2", Approver.Answer.once()));
                second.awaitHanging();
                test.advance(Duration.ofMinutes(29));
                assertThat(turn.await(Duration.ZERO)).isNull();

                test.advance(Duration.ofMinutes(1));

                assertThat(turn.await())
                        .isInstanceOfSatisfying(
                                Outcome.LimitReached.class,
                                reached -> assertThat(reached.limit()).isEqualTo("wall_clock"));
            }
        }
    }

    @Test
    void goal_and_attributes_are_kept_by_the_session_that_began_the_turn() throws Exception {
        ScriptedModel model =
                ScriptedModel.create().call("send", HI).reply("done").reply("really done");
        try (Session session = builder(model).build().session("s")) {
            assertThat(session.run(withGoal())).isInstanceOf(Outcome.Paused.class);

            Outcome end = session.resume(YES).await();

            assertThat(end.text()).isEqualTo("really done");
            assertThat(session.messages().toString()).contains("sent hi for acme");
        }
    }

    @Test
    void goal_and_attributes_are_asked_for_where_they_are_not_known() throws Exception {
        pause(withGoal(), Usage.none());

        ScriptedModel model = ScriptedModel.create().reply("done").reply("really done");
        try (Session session = builder(model).build().session("s")) {
            assertThatThrownBy(() -> session.resume(YES))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("goal");
            assertThatThrownBy(() -> session.resume(YES, Map.of(), goal()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("tenant");

            Outcome end = session.resume(YES, Map.of("tenant", "other"), goal()).await();

            assertThat(end.text()).isEqualTo("really done");
            assertThat(session.messages().toString()).contains("sent hi for other");
        }
    }

    @Test
    void the_form_of_the_answer_holds_on() throws Exception {
        Agent agent = builder(ScriptedModel.create().call("send", HI)).build();
        try (Session session = agent.session("s")) {
            assertThatThrownBy(() -> session.run(Input.of("go"), City.class)).isInstanceOf(AnswerException.class);
        }

        ScriptedModel second = ScriptedModel.create()
                .reply("Kiel")
                .expect(prompt -> assertThat(last(prompt.messages())).contains("cannot be used"))
                .reply("{\"name\":\"Kiel\"}");
        Outcome end = resume(builder(second).build(), YES);

        assertThat(end.text()).isEqualTo("{\"name\":\"Kiel\"}");
        assertThat(second.prompts().get(0).options().answerSchema()).isNotNull();
    }

    @Test
    void a_turn_of_a_log_without_terms_goes_on() throws Exception {
        pausedLog(null);

        assertThat(resume(builder(ScriptedModel.create().reply("done")).build(), Map.of())
                        .text())
                .isEqualTo("done");
    }

    @Test
    void terms_that_nobody_knows_are_refused() {
        pausedLog(Json.object().put("mood", "good"));

        try (Session session = builder(ScriptedModel.create()).build().session("s")) {
            assertThatThrownBy(() -> session.resume(Map.of()))
                    .isInstanceOf(MimoException.class)
                    .hasMessageContaining("\"s\"")
                    .hasMessageContaining("\"mood\"");
        }
    }

    private void pausedLog(com.fasterxml.jackson.databind.node.ObjectNode terms) {
        try (SessionLog log = store.open(SessionId.of("s"))) {
            log.append(List.of(
                    new Entry.Opened("agent", null),
                    new Entry.TurnStarted("t", terms),
                    new Entry.MessageAdded(Message.user("go"), null)));
        }
    }

    private void pause(Input input, Usage usage) {
        ScriptedModel model = ScriptedModel.create().usage(usage).call("send", HI);
        try (Session session = builder(model).build().session("s")) {
            assertThat(session.run(input)).isInstanceOf(Outcome.Paused.class);
        }
    }

    private AgentBuilder builder(ScriptedModel model) {
        Tool send = Tool.of(
                        "send",
                        "Sends",
                        Word.class,
                        (w, ctx) ->
                                "sent " + w.text() + " for " + ctx.attributes().get("tenant"))
                .effect(Effect.NETWORK);
        return Agent.builder().model(model).tools(send).store(store);
    }

    private static Outcome resume(Agent agent, Map<String, Approver.Answer> answers) throws InterruptedException {
        try (Session session = agent.session("s")) {
            return session.resume(answers).await();
        }
    }

    private static Input withGoal() {
        return Input.of("go").attribute("tenant", "acme").goal(goal());
    }

    private static StopCondition goal() {
        return parts -> stopping ->
                stopping.answer().startsWith("really") ? StopGate.Decision.stop() : StopGate.Decision.goOn("really?");
    }

    /** A dollar for a thousand tokens. */
    private static ScriptedModel priced() {
        return ScriptedModel.create().prices(Prices.of("1000", "1000"));
    }

    private static String last(List<Message> messages) {
        return ((Message.User) messages.get(messages.size() - 1)).text();
    }

    private Entry.TurnMeasured lastMeasured() {
        return Objects.requireNonNull(store.find(SessionId.of("s"))).stream(0)
                .map(Stored::entry)
                .filter(Entry.TurnMeasured.class::isInstance)
                .map(Entry.TurnMeasured.class::cast)
                .reduce((before, last) -> last)
                .orElseThrow();
    }
}
