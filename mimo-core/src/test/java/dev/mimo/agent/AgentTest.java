package dev.mimo.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.model.Cost;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.Reply;
import dev.mimo.model.ToolCall;
import dev.mimo.model.Usage;
import dev.mimo.permission.Approver;
import dev.mimo.permission.Permissions;
import dev.mimo.session.InMemorySessionStore;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.tool.Doc;
import dev.mimo.tool.Effect;
import dev.mimo.tool.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AgentTest {

    record City(@Doc("city name") String city) {}

    private static final Tool WEATHER =
            Tool.of("weather", "Current weather", City.class, (w, ctx) -> "12 °C in " + w.city());

    @Test
    void answers_with_what_a_tool_found() {
        ScriptedModel model = ScriptedModel.create()
                .call("weather", Map.of("city", "Kiel"))
                .expect(prompt -> assertThat(result(prompt.messages())).isEqualTo("12 °C in Kiel"))
                .reply("It is 12 °C.");
        Agent agent = Agent.builder().model(model).tools(WEATHER).build();

        Outcome outcome = agent.run("Weather in Kiel?");

        assertThat(outcome.isDone()).isTrue();
        assertThat(outcome.text()).isEqualTo("It is 12 °C.");
        assertThat(outcome.steps()).isEqualTo(2);
        model.assertExhausted();
    }

    @Test
    void tells_everything_that_is_wrong_at_once() {
        assertThatThrownBy(() -> Agent.builder()
                        .name(" ")
                        .tools(WEATHER, WEATHER)
                        .workspace(java.nio.file.Path.of("/does/not/exist"))
                        .build())
                .isInstanceOfSatisfying(
                        InvalidAgent.class,
                        e -> assertThat(e.problems())
                                .anyMatch(problem -> problem.contains("no model"))
                                .anyMatch(problem -> problem.contains("name is blank"))
                                .anyMatch(problem -> problem.contains("two tools are named \"weather\""))
                                .anyMatch(problem -> problem.contains("/does/not/exist"))
                                .hasSize(4));
    }

    @Test
    void refuses_a_cost_limit_without_prices() {
        AgentBuilder builder = Agent.builder()
                .model(ScriptedModel.create())
                .limits(Limits.defaults().cost(Cost.usd("1")));

        assertThatThrownBy(builder::build).isInstanceOf(InvalidAgent.class).hasMessageContaining("is unknown");
        builder.limits(Limits.defaults().cost(Cost.usd("1")).allowUnknownPrices());
        assertThat(builder.build().name()).isEqualTo("agent");
    }

    @Test
    void names_an_unknown_provider() {
        assertThatThrownBy(() -> Agent.builder().model("nobody:model").build())
                .isInstanceOf(InvalidAgent.class)
                .hasMessageContaining("no provider knows \"nobody:model\"");
    }

    @Test
    void tells_the_model_what_was_wrong_with_a_call() {
        List<String> told = new ArrayList<>();
        ScriptedModel model = ScriptedModel.create()
                .call("wether", Map.of("city", "Kiel"))
                .expect(prompt -> told.add(result(prompt.messages())))
                .call("weather", Map.of("town", "Kiel"))
                .expect(prompt -> told.add(result(prompt.messages())))
                .reply("sorry");
        Agent agent = Agent.builder().model(model).tools(WEATHER).build();

        Outcome outcome = agent.run("Weather?");

        assertThat(outcome.isDone()).isTrue();
        assertThat(told.get(0)).contains("there is no tool named \"wether\"").contains("weather");
        assertThat(told.get(1)).contains("town");
    }

    @Test
    void takes_a_number_that_was_spelled_as_text() {
        record Count(int n) {}
        Tool count = Tool.of("count", "Counts", Count.class, (c, ctx) -> "n=" + (c.n() + 1));
        ScriptedModel model = ScriptedModel.create()
                .call("count", Map.of("n", "41"))
                .expect(prompt -> assertThat(result(prompt.messages())).isEqualTo("n=42"))
                .reply("ok");

        assertThat(Agent.builder().model(model).tools(count).build().run("go").isDone())
                .isTrue();
    }

    @Test
    void an_exception_in_a_tool_is_told_and_the_turn_goes_on() {
        Tool broken = Tool.of("broken", "Breaks", City.class, (c, ctx) -> {
            throw new java.io.IOException("disk on fire");
        });
        ScriptedModel model = ScriptedModel.create()
                .call("broken", Map.of("city", "x"))
                .expect(prompt -> assertThat(result(prompt.messages())).isEqualTo("failed: IOException: disk on fire"))
                .reply("too bad");

        assertThat(Agent.builder().model(model).tools(broken).build().run("go").text())
                .isEqualTo("too bad");
    }

    @Test
    void an_error_in_a_tool_ends_the_turn_and_leaves_a_valid_session() {
        Tool broken = Tool.of("broken", "Breaks", City.class, (c, ctx) -> {
            throw new StackOverflowError("too deep");
        });
        ScriptedModel model =
                ScriptedModel.create().call("broken", Map.of("city", "x")).reply("again");
        Agent agent = Agent.builder().model(model).tools(broken).build();

        try (Session session = agent.session("s")) {
            assertThatThrownBy(() -> session.run("go")).isInstanceOf(StackOverflowError.class);
            assertThat(session.run("once more").text()).isEqualTo("again");
        }
    }

    @Test
    void a_session_remembers_and_is_read_back() {
        InMemorySessionStore store = new InMemorySessionStore();
        ScriptedModel model = ScriptedModel.create()
                .reply("Hello Ada")
                .expect(prompt -> assertThat(prompt.messages()).hasSize(3))
                .reply("Ada");
        Agent agent = Agent.builder().model(model).store(store).build();

        try (Session first = agent.session("s")) {
            first.run("I am Ada");
        }
        try (Session second = agent.session("s")) {
            assertThat(second.run("Who am I?").text()).isEqualTo("Ada");
        }
    }

    @Test
    void a_person_may_deny_edit_or_answer() {
        List<String> ran = new ArrayList<>();
        Tool send = Tool.of("send", "Sends", City.class, (c, ctx) -> {
                    ran.add(c.city());
                    return "sent to " + c.city();
                })
                .effect(Effect.NETWORK);
        ScriptedModel model = ScriptedModel.create()
                .call("send", Map.of("city", "a"))
                .call("send", Map.of("city", "b"))
                .call("send", Map.of("city", "c"))
                .call("send", Map.of("city", "c"))
                .call("send", Map.of("city", "d"))
                .reply("done");
        Approver person =
                request -> switch (request.call().arguments().path("city").asText()) {
                    case "a" -> new Approver.Answer.Deny("not there");
                    case "b" ->
                        new Approver.Answer.Allow(
                                Approver.Scope.ONCE, Json.object().put("city", "B"));
                    case "c" -> Approver.Answer.forSession();
                    default -> new Approver.Answer.Reply("I did it myself");
                };
        Agent agent = Agent.builder().model(model).tools(send).approver(person).build();

        try (Session session = agent.session()) {
            session.run("go");

            assertThat(ran).containsExactly("B", "c", "c");
            assertThat(results(session.messages()))
                    .containsExactly(
                            "not allowed: not there", "sent to B", "sent to c", "sent to c", "I did it myself");
        }
    }

    @Test
    void a_yes_for_the_project_holds_in_the_next_session(
            @org.junit.jupiter.api.io.TempDir java.nio.file.Path project,
            @org.junit.jupiter.api.io.TempDir java.nio.file.Path home) {
        AtomicInteger asked = new AtomicInteger();
        Tool send = Tool.of("send", "Sends", City.class, (c, ctx) -> "sent").effect(Effect.NETWORK);
        for (int i = 0; i < 2; i++) {
            Agent agent = Agent.builder()
                    .model(ScriptedModel.create()
                            .call("send", Map.of("city", "x"))
                            .reply("done"))
                    .tools(send)
                    .grants(dev.mimo.permission.GrantStore.open(home, project))
                    .approver(request -> {
                        asked.incrementAndGet();
                        return new Approver.Answer.Allow(Approver.Scope.PROJECT, null);
                    })
                    .build();

            assertThat(agent.run("go").isDone()).isTrue();
        }

        assertThat(asked).hasValue(1);
    }

    @Test
    void a_deny_rule_stands_above_a_persons_yes() {
        Tool send = Tool.of("send", "Sends", City.class, (c, ctx) -> "sent").effect(Effect.NETWORK);
        ScriptedModel model = ScriptedModel.create()
                .call("send", Map.of("city", "good"))
                .expect(prompt -> assertThat(result(prompt.messages())).startsWith("not allowed: denied by rule"))
                .reply("done");
        Agent agent = Agent.builder()
                .model(model)
                .tools(send)
                .permissions(Permissions.askBeforeChange().deny("send", "*bad*"))
                .approver(request -> new Approver.Answer.Allow(
                        Approver.Scope.ONCE, Json.object().put("city", "bad")))
                .build();

        assertThat(agent.run("go").isDone()).isTrue();
    }

    @Test
    void a_failing_approver_means_no() {
        Tool send = Tool.of("send", "Sends", City.class, (c, ctx) -> "sent").effect(Effect.NETWORK);
        ScriptedModel model = ScriptedModel.create()
                .call("send", Map.of("city", "x"))
                .expect(prompt -> assertThat(result(prompt.messages())).startsWith("not allowed"))
                .reply("done");

        Outcome outcome = Agent.builder()
                .model(model)
                .tools(send)
                .approver(request -> {
                    throw new IllegalStateException("dialog is gone");
                })
                .build()
                .run("go");

        assertThat(outcome.isDone()).isTrue();
    }

    @Test
    void without_a_person_the_turn_pauses_and_nothing_runs_until_it_is_resumed() throws Exception {
        AtomicInteger ran = new AtomicInteger();
        Tool send = Tool.of("send", "Sends", City.class, (c, ctx) -> "sent " + ran.incrementAndGet())
                .effect(Effect.NETWORK);
        Tool plain = Tool.of("plain", "Counts", City.class, (c, ctx) -> "plain " + ran.incrementAndGet());
        InMemorySessionStore store = new InMemorySessionStore();
        ScriptedModel model = ScriptedModel.create()
                .calls(
                        ToolCall.of("c1", "plain", Json.object().put("city", "x")),
                        ToolCall.of("c2", "send", Json.object().put("city", "y")))
                .reply("done");
        Agent agent =
                Agent.builder().model(model).tools(send, plain).store(store).build();
        try (Session session = agent.session("s")) {
            Outcome.Paused paused = (Outcome.Paused) session.run("go");

            assertThat(paused.questions()).hasSize(1);
            assertThat(paused.questions().get(0).callId()).isEqualTo("c2");
            assertThat(ran).hasValue(0);
        }

        try (Session session = agent.session("s")) {
            assertThat(session.isResumable()).isTrue();
            Outcome outcome =
                    session.resume(Map.of("c2", Approver.Answer.once())).await();

            assertThat(outcome.isDone()).isTrue();
            assertThat(outcome.steps()).isEqualTo(2);
            assertThat(results(session.messages())).containsExactly("plain 1", "sent 2");
            assertThat(session.isResumable()).isFalse();
        }
    }

    @Test
    void a_new_input_on_a_paused_session_settles_the_open_calls() {
        Tool send = Tool.of("send", "Sends", City.class, (c, ctx) -> "sent").effect(Effect.NETWORK);
        ScriptedModel model =
                ScriptedModel.create().call("send", Map.of("city", "x")).reply("fine");
        Agent agent = Agent.builder().model(model).tools(send).build();

        try (Session session = agent.session()) {
            assertThat(session.run("go")).isInstanceOf(Outcome.Paused.class);
            assertThat(session.run("never mind").isDone()).isTrue();
            assertThat(results(session.messages())).containsExactly("given up for a new input before it ran");
        }
    }

    @Test
    void a_question_to_the_user_is_answered_by_the_approver() {
        ScriptedModel model = ScriptedModel.create()
                .call("ask_user", Map.of("question", "Which colour?", "options", List.of("red", "blue")))
                .expect(prompt -> assertThat(result(prompt.messages())).isEqualTo("blue"))
                .reply("blue it is");
        List<String> asked = new ArrayList<>();

        Outcome outcome = Agent.builder()
                .model(model)
                .tools(AgentTools.askUser())
                .permissions(Permissions.bypass())
                .approver(request -> {
                    asked.add(request.text());
                    return new Approver.Answer.Reply("blue");
                })
                .build()
                .run("paint");

        assertThat(outcome.text()).isEqualTo("blue it is");
        assertThat(asked).containsExactly("Which colour?\n  1. red\n  2. blue");
    }

    @Test
    void keeps_the_task_tree() {
        ScriptedModel model = ScriptedModel.create()
                .call("plan", Map.of("operation", "ADD", "title", "Find it"))
                .call("plan", Map.of("operation", "ADD", "title", "Read the log", "parent", "T1"))
                .call("plan", Map.of("operation", "DONE", "id", "T1.1", "note", "it is in line 7"))
                .call("plan", Map.of("operation", "DONE", "id", "T9"))
                .expect(prompt -> assertThat(result(prompt.messages())).contains("T9"))
                .reply("done");
        Agent agent = Agent.builder().model(model).tools(AgentTools.plan()).build();

        try (Session session = agent.session()) {
            session.run("go");

            assertThat(session.plan().render()).contains("T1").contains("T1.1").contains("it is in line 7");
        }
    }

    record Invoice(String number, int cents) {}

    @Test
    void gives_a_typed_answer_and_asks_again_when_it_does_not_fit() {
        ScriptedModel model = ScriptedModel.create()
                .reply("The invoice is fine.")
                .reply("{\"number\": \"A1\"}")
                .reply("Here: ```json\n{\"number\": \"A1\", \"cents\": 250}\n```");
        Agent agent = Agent.builder().model(model).build();

        assertThat(agent.run("Read it", Invoice.class)).isEqualTo(new Invoice("A1", 250));
        assertThat(model.prompts().get(0).options().answerSchema()).isNotNull();
    }

    @Test
    void a_typed_answer_that_never_fits_is_a_typed_failure() {
        ScriptedModel model = ScriptedModel.create().reply("no").reply("no").reply("no");
        Agent agent = Agent.builder().model(model).build();

        assertThatThrownBy(() -> agent.run("Read it", Invoice.class))
                .isInstanceOfSatisfying(
                        AnswerException.class, e -> assertThat(e.outcome()).isInstanceOf(Outcome.GoalNotMet.class));
        model.assertExhausted();
    }

    @Test
    void counts_what_was_spent() {
        ScriptedModel model = ScriptedModel.create()
                .prices(dev.mimo.model.Prices.of("1", "10"))
                .usage(Usage.of(1000, 100))
                .call("weather", Map.of("city", "x"))
                .usage(Usage.of(2000, 100))
                .reply("done");

        Outcome outcome = Agent.builder().model(model).tools(WEATHER).build().run("go");

        assertThat(outcome.usage()).isEqualTo(Usage.of(3000, 200));
        assertThat(outcome.cost()).isEqualByComparingTo(Cost.usd("0.005"));
    }

    @Test
    void an_unknown_price_leaves_the_cost_out() {
        ScriptedModel model = ScriptedModel.create().usage(Usage.of(1000, 100)).reply("done");

        assertThat(Agent.builder().model(model).build().run("go").cost()).isNull();
    }

    @Test
    void reads_overlap_and_results_keep_their_order() throws Exception {
        java.util.concurrent.CountDownLatch both = new java.util.concurrent.CountDownLatch(2);
        Tool look = Tool.of("look", "Looks", City.class, (c, ctx) -> {
                    both.countDown();
                    both.await();
                    return c.city();
                })
                .effect(Effect.READ);
        ScriptedModel model = ScriptedModel.create()
                .calls(
                        ToolCall.of("1", "look", Json.object().put("city", "a")),
                        ToolCall.of("2", "look", Json.object().put("city", "b")))
                .reply("done");
        Agent agent = Agent.builder().model(model).tools(look).build();

        try (Session session = agent.session()) {
            session.run("go");

            assertThat(results(session.messages())).containsExactly("a", "b");
        }
    }

    @Test
    void ids_that_come_twice_are_made_unique() {
        ScriptedModel model = ScriptedModel.create()
                .calls(ToolCall.of("same", "weather", Json.object().put("city", "a")))
                .calls(ToolCall.of("same", "weather", Json.object().put("city", "b")))
                .reply("done");

        assertThat(Agent.builder().model(model).tools(WEATHER).build().run("go").isDone())
                .isTrue();
    }

    @Test
    void a_long_result_is_cut_and_kept_whole_in_a_file() {
        Tool talk = Tool.of("talk", "Talks", City.class, (c, ctx) -> "x".repeat(200_000) + "end");
        ScriptedModel model = ScriptedModel.create()
                .call("talk", Map.of("city", "x"))
                .expect(prompt -> assertThat(result(prompt.messages()))
                        .hasSizeLessThan(52_000)
                        .contains("characters left out; the whole is in ")
                        .endsWith("end"))
                .reply("done");

        assertThat(Agent.builder().model(model).tools(talk).build().run("go").isDone())
                .isTrue();
    }

    @Test
    void a_lambda_is_a_model() {
        Agent agent = Agent.builder()
                .model((prompt, call) -> Reply.text(
                        "You said: " + ((Message.User) prompt.messages().get(0)).text()))
                .build();

        assertThat(agent.run("hi").text()).isEqualTo("You said: hi");
    }

    private static String result(List<Message> messages) {
        return results(messages).get(results(messages).size() - 1);
    }

    private static List<String> results(List<Message> messages) {
        List<String> texts = new ArrayList<>();
        for (Message message : messages) {
            if (message instanceof Message.Tool tool) {
                tool.results().forEach(result -> texts.add(result.text()));
            }
        }
        return texts;
    }
}
