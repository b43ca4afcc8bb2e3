package dev.mimo.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.agent.Agent;
import dev.mimo.agent.AgentBuilder;
import dev.mimo.agent.AgentTools;
import dev.mimo.agent.Input;
import dev.mimo.agent.Limits;
import dev.mimo.agent.Outcome;
import dev.mimo.agent.Session;
import dev.mimo.agent.StopGate;
import dev.mimo.agent.Turn;
import dev.mimo.model.Message;
import dev.mimo.model.ModelException;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.Role;
import dev.mimo.model.Usage;
import dev.mimo.permission.Permissions;
import dev.mimo.session.InMemorySessionStore;
import dev.mimo.session.SessionId;
import dev.mimo.testing.EventRecorder;
import dev.mimo.testing.Gate;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.testing.TestEnvironment;
import dev.mimo.tool.Subagents;
import dev.mimo.tool.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GoalTest {

    record Word(String text) {}

    private static final Goal GOAL = Goal.of("the tests pass");
    private static final Tool TEST = Tool.of("run_tests", "Runs", Word.class, (word, context) -> "12 passed");

    private final TestEnvironment time = TestEnvironment.create();
    private final EventRecorder events = new EventRecorder();
    private final ScriptedModel model = ScriptedModel.create();
    private final ScriptedModel judge = ScriptedModel.create();
    private final InMemorySessionStore store = new InMemorySessionStore();

    @AfterEach
    void everything_has_ended() {
        time.close();
        judge.assertExhausted();
    }

    @Test
    void an_honest_finish_passes_at_the_first_judgement() {
        model.call("run_tests", Map.of("text", "all")).reply("done");
        judge.reply(met("call-1"));

        Outcome outcome = agent().build().run(Input.of("go").goal(GOAL));

        assertThat(outcome.isDone()).isTrue();
        assertThat(verdicts()).containsExactly(new Verdict.Met("it is so", List.of("call-1")));
        assertThat(events.events(GoalEvent.Assessed.class).get(0).byJudge()).isTrue();
    }

    @Test
    void a_test_that_was_claimed_and_not_run_is_noticed() {
        model.reply("all tests pass").call("run_tests", Map.of("text", "all")).reply("now they do");
        judge.expect(prompt -> assertThat(words(prompt)).contains("# All calls, oldest first: evidence\n(none)"))
                .reply(notMet("no call shows a test run"))
                .expect(prompt -> assertThat(words(prompt)).contains("[call-1] run_tests", "> 12 passed"))
                .reply(met("call-1"));

        Outcome outcome = agent().build().run(Input.of("go").goal(GOAL));

        assertThat(outcome.text()).isEqualTo("now they do");
        assertThat(lastWords(model.prompts().get(1))).contains("The goal is not met yet", "no call shows a test run");
    }

    @Test
    void a_check_that_fails_sends_the_agent_back_and_no_judge_is_paid() {
        AtomicInteger looks = new AtomicInteger();
        model.reply("done").reply("really done");
        judge.reply(met("check-2"));

        Outcome outcome = agent().build()
                .run(Input.of("go")
                        .goal(GOAL.evidence(Evidence.check("second look", s -> looks.incrementAndGet() > 1))));

        assertThat(outcome.text()).isEqualTo("really done");
        assertThat(judge.prompts()).hasSize(1);
        assertThat(lastWords(model.prompts().get(1))).contains("second look: does not hold");
    }

    @Test
    void a_check_that_throws_does_not_hold() {
        model.reply("done").reply("done");
        Goal goal = GOAL.maxRounds(1).evidence(stopping -> {
            throw new IllegalStateException("no database");
        });

        Outcome outcome = agent().build().run(Input.of("go").goal(goal));

        assertThat(outcome).isInstanceOf(Outcome.GoalNotMet.class);
        assertThat(outcome.text()).contains("no database");
    }

    @Test
    void open_tasks_of_the_plan_are_noticed() {
        model.call("plan", Map.of("operation", "ADD", "title", "write the docs"))
                .reply("done")
                .call("plan", Map.of("operation", "DONE", "id", "T1"))
                .reply("done");
        judge.reply(met("check-1"));

        Outcome outcome = agent().build().run(Input.of("go").goal(GOAL));

        assertThat(outcome.isDone()).isTrue();
        assertThat(verdicts()).hasSize(2).first().isInstanceOf(Verdict.NotMet.class);
        assertThat(verdicts().get(0).toString()).contains("T1 write the docs");
    }

    @Test
    void what_a_rebuild_has_lost_the_judge_still_reads() {
        model.reply("first part done").reply("all done").reply("the changelog too");
        judge.expect(prompt -> assertThat(words(prompt)).contains("> and write a changelog"))
                .reply(notMet("the changelog is missing"))
                .reply(met("answer"));
        Agent forgetful = agent().part(parts -> parts.assembler(material -> new Prompt(
                        material.system(),
                        List.of(material.conversation()
                                .messages()
                                .get(material.conversation().messages().size() - 1)),
                        material.tools(),
                        material.options())))
                .build();
        try (Session session = forgetful.session(SessionId.of("s"))) {
            session.run("build it\nand write a changelog");
            assertThat(session.run(Input.of("finish").goal(GOAL)).text()).isEqualTo("the changelog too");
        }
    }

    @Test
    void an_unreachable_goal_ends_the_turn() {
        model.reply("cannot");
        judge.reply(verdict("impossible", "it contradicts itself"));

        Outcome outcome = agent().build().run(Input.of("go").goal(GOAL));

        assertThat(outcome).isInstanceOf(Outcome.GoalNotMet.class);
        assertThat(outcome.text()).contains("out of reach", "it contradicts itself");
    }

    @Test
    void rounds_are_bounded() {
        model.reply("a").reply("b").reply("c");
        judge.reply(notMet("alpha")).reply(notMet("beta")).reply(notMet("gamma"));

        Outcome outcome = agent().build().run(Input.of("go").goal(GOAL.maxRounds(2)));

        assertThat(outcome).isInstanceOf(Outcome.GoalNotMet.class);
        assertThat(outcome.text()).contains("sent back 2 times", "gamma");
    }

    @Test
    void the_same_verdict_while_nothing_is_done_ends_it_early() {
        model.reply("a").reply("b").reply("c");
        judge.reply(notMet("1 tests fail")).reply(notMet("2 tests fail")).reply(notMet("2 tests fail"));

        Outcome outcome = agent().build().run(Input.of("go").goal(GOAL));

        assertThat(outcome).isInstanceOf(Outcome.GoalNotMet.class);
        assertThat(outcome.text()).contains("no progress", "2 tests fail");
    }

    @Test
    void the_same_verdict_goes_on_while_something_is_done() {
        for (int i = 0; i < 4; i++) {
            model.call("change", Map.of("text", "try " + i)).reply("done");
            judge.reply(i < 3 ? notMet("a test fails") : met("call-1"));
        }

        assertThat(agent().build().run(Input.of("go").goal(GOAL)).isDone()).isTrue();
    }

    @Test
    void a_judge_that_fails_never_lets_the_turn_end_as_done() {
        model.reply("done").reply("done").reply("done");
        judge.fail(broken());
        assertThat(agent().build().run(Input.of("go").goal(GOAL))).isInstanceOf(Outcome.GoalUnverified.class);

        judge.fail(broken());
        Outcome failed = agent().build().run(Input.of("go").goal(GOAL.onJudgeFailure(Goal.OnJudgeFailure.FAIL)));
        assertThat(failed).isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void a_judge_that_fails_may_send_the_agent_back_as_often_as_rounds_are_left() {
        model.reply("one").reply("two");
        judge.fail(broken()).fail(broken());
        Goal goal = GOAL.maxRounds(1).onJudgeFailure(Goal.OnJudgeFailure.CONTINUE);

        Outcome outcome = agent().build().run(Input.of("go").goal(goal));

        assertThat(outcome).isInstanceOf(Outcome.GoalUnverified.class);
        assertThat(model.prompts()).hasSize(2);
    }

    @Test
    void a_judge_that_says_nothing_usable_twice_has_failed() {
        model.reply("done");
        judge.reply("Looks great!").reply("I said it looks great!");

        assertThat(agent().build().run(Input.of("go").goal(GOAL))).isInstanceOf(Outcome.GoalUnverified.class);
    }

    @Test
    void evidence_that_does_not_exist_is_not_taken() {
        model.reply("done").reply("done");
        judge.reply(met("call-99"))
                .expect(prompt -> assertThat(lastWords(prompt)).contains("there is no evidence [call-99]"))
                .reply(met("call-99"));

        assertThat(agent().build().run(Input.of("go").goal(GOAL))).isInstanceOf(Outcome.GoalUnverified.class);
    }

    @Test
    void a_judge_that_hangs_runs_out_of_time() throws Exception {
        model.reply("done");
        judge.hangUntilCancelled();
        try (Session session = agent().build().session(SessionId.of("s"))) {
            Turn turn = session.start(Input.of("go").goal(GOAL));
            judge.awaitHanging();

            time.advance(Duration.ofMinutes(5));

            assertThat(turn.await()).isInstanceOf(Outcome.GoalUnverified.class);
        }
    }

    @Test
    void cancelling_reaches_the_judge_and_leaves_the_goal_open() throws Exception {
        model.reply("done").reply("done");
        judge.hangUntilCancelled();
        try (Session session = agent().build().session(SessionId.of("s"))) {
            SessionGoal goal = SessionGoal.of(session);
            goal.set(GOAL);
            Turn turn = session.start(Input.of("go").goal(goal));
            judge.awaitHanging();

            turn.cancel("enough");

            assertThat(turn.await()).isInstanceOf(Outcome.Cancelled.class);
            assertThat(goal.find()).isEqualTo(GOAL);
        }
    }

    @Test
    void a_verdict_on_a_goal_that_was_replaced_meanwhile_is_discarded() {
        model.reply("done").reply("done");
        try (Session session = agent().build().session(SessionId.of("s"))) {
            SessionGoal goal = SessionGoal.of(session);
            goal.set(GOAL);
            judge.respond(prompt -> {
                        goal.set(Goal.of("the docs are written"));
                        return Reply.text(met("answer"));
                    })
                    .expect(prompt -> assertThat(words(prompt)).contains("> the docs are written"))
                    .reply(notMet("no docs"))
                    .reply(met("answer"));

            assertThat(session.run(Input.of("go").goal(goal)).isDone()).isTrue();

            assertThat(events.events(GoalEvent.Unassessed.class)).hasSize(1);
            assertThat(goal.find()).isNull();
        }
    }

    @Test
    void a_goal_that_was_cleared_meanwhile_holds_nobody_back() {
        model.reply("done");
        try (Session session = agent().build().session(SessionId.of("s"))) {
            SessionGoal goal = SessionGoal.of(session);
            goal.set(GOAL);
            judge.respond(prompt -> {
                goal.clear();
                return Reply.text(notMet("nothing is done"));
            });

            assertThat(session.run(Input.of("go").goal(goal)).isDone()).isTrue();
        }
    }

    @Test
    void rounds_go_on_counting_in_another_process() {
        Input input = Input.of("go").goal(GOAL.maxRounds(1));
        model.reply("a").reply("b");
        judge.reply(notMet("alpha")).reply(notMet("beta"));
        try (Session session =
                agent().limits(Limits.defaults().steps(1)).build().session(SessionId.of("s"))) {
            assertThat(session.run(input)).isInstanceOf(Outcome.LimitReached.class);
        }

        try (Session session = agent().build().session(SessionId.of("s"))) {
            assertThat(session.run(input)).isInstanceOf(Outcome.GoalNotMet.class);
        }
    }

    @Test
    void a_session_opened_again_has_its_goal_and_its_count() {
        model.reply("a");
        judge.reply(notMet("alpha"));
        try (Session session =
                agent().limits(Limits.defaults().steps(1)).build().session(SessionId.of("s"))) {
            SessionGoal goal = SessionGoal.of(session);
            goal.set(GOAL);
            session.run(Input.of("go").goal(goal));
        }

        try (Session session = agent().build().session(SessionId.of("s"))) {
            SessionGoal goal = SessionGoal.of(session);
            assertThat(goal.find()).extracting(Goal::condition).isEqualTo("the tests pass");
            assertThat(goal.rounds()).isEqualTo(1);
        }
    }

    @Test
    void the_agents_own_goal_holds_for_each_turn_and_not_for_sub_agents() {
        ScriptedModel worker = ScriptedModel.create().reply("sub done");
        model.call("task", Map.of("title", "t", "prompt", "p")).reply("done");
        judge.reply(met("call-1"));
        Agent agent = agent().model(Role.SUBAGENT, worker)
                .goal(GOAL)
                .tools(AgentTools.task())
                .build();

        assertThat(agent.run("go").isDone()).isTrue();
    }

    @Test
    void sub_agents_at_work_are_waited_for_before_anything_is_judged() throws Exception {
        Gate gate = new Gate();
        AtomicBoolean worked = new AtomicBoolean();
        Tool launch = Tool.of("launch", "Starts work", Word.class, (word, context) -> {
            context.subagents().start(new Subagents.Task(null, "slow work", "work", null));
            return "started";
        });
        model.call("launch", Map.of("text", "x")).reply("done");
        judge.expect(prompt -> assertThat(worked).isTrue()).reply(met("check-1"));
        Agent agent = agent().model(Role.SUBAGENT, (prompt, call) -> {
                    gate.pass(call.cancellation());
                    worked.set(true);
                    return Reply.text("worked");
                })
                .tools(launch)
                .stopGate(stopping -> {
                    gate.open();
                    return StopGate.Decision.stop();
                })
                .goal(GOAL)
                .build();

        // Sub-agents are asked by the first gate too, when they stop; by then it is open.
        assertThat(agent.run("go").isDone()).isTrue();
    }

    @Test
    void a_conversation_beyond_the_judges_window_can_be_looked_up() {
        String secret = "the database is called heron";
        model.call("change", Map.of("text", secret));
        for (int i = 0; i < 60; i++) {
            model.call("change", Map.of("text", "change " + i + " " + "x".repeat(900)));
        }
        model.reply("done");
        judge.window(12_000)
                .call("conversation", Map.of("from", 0, "find", "HERON"))
                .expect(prompt -> {
                    Message last = prompt.messages().get(prompt.messages().size() - 1);
                    assertThat(((Message.Tool) last).results().get(0).text()).contains(secret, "[call-1]");
                    assertThat(words(prompt)).doesNotContain(secret).contains("left out");
                })
                .reply(met("call-1"));

        assertThat(agent().build().run(Input.of("go").goal(GOAL)).isDone()).isTrue();
    }

    @Test
    void what_the_judge_costs_is_charged_to_its_role() {
        model.usage(Usage.of(10, 1)).reply("done");
        judge.usage(Usage.of(100, 5)).reply(met("answer"));

        Outcome outcome = agent().build().run(Input.of("go").goal(GOAL));

        assertThat(outcome.usage()).isEqualTo(Usage.of(110, 6));
    }

    private AgentBuilder agent() {
        Tool change = Tool.of("change", "Changes", Word.class, (word, context) -> "changed to " + word.text());
        return Agent.builder()
                .model(model)
                .model(Role.JUDGE, judge)
                .tools(TEST, change, AgentTools.plan())
                .permissions(Permissions.bypass())
                .store(store)
                .environment(time.environment())
                .listener(event -> events.emit(event.event()));
    }

    private List<Verdict> verdicts() {
        return events.events(GoalEvent.Assessed.class).stream()
                .map(GoalEvent.Assessed::verdict)
                .toList();
    }

    private static ModelException broken() {
        return new ModelException.AuthenticationFailed(ModelException.Failure.of(ModelRef.of("a", "b"), "no key"));
    }

    private static String met(String evidence) {
        return "{\"verdict\":\"met\",\"reason\":\"it is so\",\"missing\":[],\"evidence\":[\"" + evidence + "\"]}";
    }

    private static String notMet(String reason) {
        return verdict("not_met", reason);
    }

    private static String verdict(String word, String reason) {
        return "{\"verdict\":\"" + word + "\",\"reason\":\"" + reason + "\",\"missing\":[],\"evidence\":[]}";
    }

    private static String words(Prompt prompt) {
        return ((Message.User) prompt.messages().get(0)).text();
    }

    private static String lastWords(Prompt prompt) {
        return ((Message.User) prompt.messages().get(prompt.messages().size() - 1)).text();
    }
}
