package dev.mimo.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.mimo.environment.Cancellation;
import dev.mimo.environment.CancelledException;
import dev.mimo.model.Budget;
import dev.mimo.model.BudgetedModel;
import dev.mimo.model.Content;
import dev.mimo.model.Cost;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelException;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prices;
import dev.mimo.model.Prompt;
import dev.mimo.model.ProviderData;
import dev.mimo.model.Reply;
import dev.mimo.model.Role;
import dev.mimo.model.StopReason;
import dev.mimo.model.TextDelta;
import dev.mimo.model.ToolCall;
import dev.mimo.model.Usage;
import dev.mimo.testing.EventRecorder;
import dev.mimo.testing.Gate;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.testing.TestEnvironment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MaxModeTest {

    private static final Prompt PROMPT = Prompt.of("Be good.", "go");
    private static final CandidateJudge NONE = (prompt, candidates, call) -> {
        throw new AssertionError("no judge is needed");
    };

    private final TestEnvironment time = TestEnvironment.create();
    private final EventRecorder events = new EventRecorder();
    private final Budget budget = Budget.unlimited().child();
    private final ModelCall call = ModelCall.of(Role.MAIN).withEvents(events).withBudget(budget);
    private final ScriptedModel ordinary = ScriptedModel.create();

    @AfterEach
    void everything_has_ended() {
        time.close();
    }

    @Test
    void the_judge_picks_the_candidate_that_goes_on() {
        Reply reply =
                max(3, longest(), says("a"), says("the longest"), says("bb")).reply(PROMPT, call);

        assertThat(reply.message().text()).isEqualTo("the longest");
        assertThat(chosen().by()).isEqualTo(Decision.By.JUDGE);
    }

    @Test
    void a_majority_for_one_action_needs_no_judge() {
        Reply reply = max(3, NONE, calls("{\"a\":1,\"b\":2}"), says("hm"), calls("{\"b\":2,\"a\":1}"))
                .reply(PROMPT, call);

        assertThat(reply.message().toolCalls()).hasSize(1);
        assertThat(chosen().by()).isEqualTo(Decision.By.AGREEMENT);
        assertThat(chosen().choice().index()).isZero();
    }

    @Test
    void without_the_short_cut_the_judge_is_asked_also_about_equals() {
        Model model = MaxMode.of(2)
                .withoutShortCut()
                .diversity(Diversity.models(says("same"), says("same")))
                .around(ordinary, longest(), time.environment());

        model.reply(PROMPT, call);

        assertThat(chosen().by()).isEqualTo(Decision.By.JUDGE);
    }

    @Test
    void a_quorum_cancels_those_who_are_not_there_yet() throws Exception {
        ScriptedModel slow = ScriptedModel.create().hangUntilCancelled();

        Reply reply = max(3, NONE, says("yes"), slow, says("yes")).reply(PROMPT, call);

        assertThat(reply.message().text()).isEqualTo("yes");
        assertThat(chosen().dropped()).containsExactly(Map.entry(1, "it is not needed any more"));
        time.awaitQuiet();
    }

    @Test
    void a_smaller_quorum_may_be_asked_for() throws Exception {
        ScriptedModel slow = ScriptedModel.create().hangUntilCancelled();
        Model model = MaxMode.of(5)
                .quorum(2)
                .diversity(Diversity.models(says("yes"), slowly(slow), says("yes"), says("no"), slowly(slow)))
                .around(ordinary, NONE, time.environment());

        assertThat(model.reply(PROMPT, call).message().text()).isEqualTo("yes");
        time.awaitQuiet();
    }

    @Test
    void candidates_that_fail_loop_are_refused_or_say_nothing_are_dropped() {
        Model fails = ScriptedModel.create().fail(new ModelException.Overloaded(failure("busy"), null));
        Model refused =
                replies(new Reply(Message.assistant(Content.text("no")), StopReason.REFUSAL, Usage.none(), null));
        Model silent = replies(new Reply(Message.assistant(), StopReason.STOP, Usage.none(), null));

        Reply reply =
                max(5, NONE, fails, looping(), refused, silent, says("good")).reply(PROMPT, call);

        assertThat(reply.message().text()).isEqualTo("good");
        assertThat(chosen().by()).isEqualTo(Decision.By.LEFT);
        assertThat(chosen().dropped().values())
                .anyMatch(why -> why.contains("busy"))
                .contains("it repeats itself", "it was refused: refusal", "it says nothing");
    }

    @Test
    void a_candidate_that_hangs_is_given_twice_the_median() throws Exception {
        Gate middle = new Gate();
        ScriptedModel hanging = ScriptedModel.create().hangUntilCancelled();
        Model slower = (prompt, own) -> {
            middle.pass(own.cancellation());
            return Reply.text("slower");
        };
        Model model = max(3, longest(), says("quick"), slower, hanging);
        CompletableFuture<Reply> reply = CompletableFuture.supplyAsync(() -> model.reply(PROMPT, call));
        hanging.awaitHanging();
        middle.awaitArrival();
        time.advance(Duration.ofSeconds(30));
        middle.open();

        time.scheduler().awaitWaiting(1);
        time.advance(Duration.ofSeconds(29));
        assertThat(reply).isNotDone();
        time.advance(Duration.ofSeconds(1));

        assertThat(reply.get().message().text()).isEqualTo("slower");
        assertThat(chosen().dropped()).containsExactly(Map.entry(2, "it took too long"));
    }

    @Test
    void when_none_is_left_the_model_is_asked_in_the_ordinary_way() {
        ordinary.reply("plain");
        Model fails = broken();

        Reply reply = max(2, NONE, fails, fails).reply(PROMPT, call);

        assertThat(reply.message().text()).isEqualTo("plain");
        assertThat(events.events(CandidateEvent.Chosen.class)).isEmpty();
        assertThat(events.text()).isEqualTo("plain");
    }

    @Test
    void a_prompt_that_is_too_long_is_not_sent_once_more() {
        Model full = (prompt, own) -> {
            throw new ModelException.ContextOverflow(failure("too long"), 10L, 20L);
        };

        assertThatThrownBy(() -> max(2, NONE, full, full).reply(PROMPT, call))
                .isInstanceOf(ModelException.ContextOverflow.class);
        assertThat(ordinary.prompts()).isEmpty();
    }

    @Test
    void a_judge_without_a_usable_answer_is_asked_again_and_then_done_without() {
        ScriptedModel judge = ScriptedModel.create().reply("I like them all").reply("{\"draft\": 9}");
        Model model = MaxMode.of(5)
                .quorum(5)
                .diversity(Diversity.models(says("one"), says("two"), says("three"), says("two"), says("four")))
                .around(ordinary, ModelCandidateJudge.of(judge), time.environment());

        Reply reply = model.reply(PROMPT, call);

        assertThat(reply.message().text()).isEqualTo("two");
        assertThat(chosen().by()).isEqualTo(Decision.By.FALLBACK);
        judge.assertExhausted();
    }

    @Test
    void a_judge_that_hangs_is_done_without() throws Exception {
        ScriptedModel judge = ScriptedModel.create().hangUntilCancelled();
        Model model = max(2, ModelCandidateJudge.of(judge), says("one"), says("two"));
        CompletableFuture<Reply> reply = CompletableFuture.supplyAsync(() -> model.reply(PROMPT, call));
        judge.awaitHanging();

        time.advance(Duration.ofMinutes(2));

        assertThat(reply.get().message().text()).isEqualTo("one");
        assertThat(chosen().choice().reason()).contains("no answer within 120 s");
    }

    @Test
    void the_judges_answer_names_a_draft_by_its_place_in_the_shuffled_order() {
        List<Reply> replies = new ArrayList<>();
        ScriptedModel judge = ScriptedModel.create().respond(prompt -> {
            String text = ((Message.User) prompt.messages().get(0)).text();
            int place = text.indexOf("> right");
            int draft = 0;
            for (int i = 1; i <= 4; i++) {
                draft = text.indexOf("# Draft " + i) < place ? i : draft;
            }
            return Reply.text("```json\n{\"draft\":" + draft + ",\"confidence\":0.9,\"reason\":\"it is right\","
                    + "\"faults\":[{\"draft\":" + draft + ",\"fault\":\"slow\"}]}\n```");
        });

        replies.add(max(4, ModelCandidateJudge.of(judge), says("a"), says("b"), says("right"), says("d"))
                .reply(PROMPT, call));

        assertThat(replies.get(0).message().text()).isEqualTo("right");
        assertThat(chosen().choice()).isEqualTo(new Choice(2, 0.9, "it is right", Map.of(2, "slow")));
        assertThat(chosen().candidates()).hasSize(4);
    }

    @Test
    void usage_is_the_winners_and_the_budget_holds_all_attempts() {
        Prices prices = Prices.of("1000000", "1000000");
        ScriptedModel judge = ScriptedModel.create()
                .prices(prices)
                .usage(Usage.of(5, 1))
                .reply("{\"draft\":1,\"confidence\":1,\"reason\":\"x\",\"faults\":[]}");
        Model breaks = priced(prices, (prompt, own) -> {
            own.events().emit(new TextDelta("twelve chars"));
            throw new ModelException.StreamBroken(failure("cut"), "twelve chars");
        });

        Reply reply = max(
                        3,
                        ModelCandidateJudge.of(new BudgetedModel(judge)),
                        priced(prices, says("one", Usage.of(100, 10))),
                        priced(prices, says("two", Usage.of(100, 10))),
                        breaks)
                .reply(PROMPT, call);

        long broken = 3 + 3;
        assertThat(reply.usage()).isEqualTo(Usage.of(100, 10));
        assertThat(budget.spent().usage().total()).isEqualTo(220 + 6 + broken);
        assertThat(budget.spent().cost()).isEqualTo(Cost.usd(String.valueOf(226 + broken)));
        assertThat(budget.spent(Role.JUDGE).usage()).isEqualTo(Usage.of(5, 1));
        assertThat(chosen().spent().usage().total()).isEqualTo(226 + broken);
    }

    @Test
    void what_is_left_of_a_limit_decides_how_many_candidates_there_are() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Model counting = (prompt, own) -> {
            asked.incrementAndGet();
            return Reply.text("same");
        };
        Model model = MaxMode.of(5).around(counting, NONE, time.environment());

        model.reply(PROMPT, call.withBudget(Budget.unlimited().child(3_500L, null)));
        assertThat(events.events(CandidateEvent.Started.class)).hasSize(3);
        time.awaitQuiet();
        asked.set(0);
        model.reply(PROMPT, call.withBudget(Budget.unlimited().child(500L, null)));
        assertThat(asked).hasValue(1);
    }

    @Test
    void cancel_reaches_all_candidates() throws Exception {
        ScriptedModel hanging =
                ScriptedModel.create().hangUntilCancelled().hangUntilCancelled().hangUntilCancelled();
        Model model = MaxMode.of(3).around(hanging, NONE, time.environment());
        var cancellation = new Cancellation.Source();
        CompletableFuture<Reply> reply =
                CompletableFuture.supplyAsync(() -> model.reply(PROMPT, call.withCancellation(cancellation)));
        hanging.awaitHanging();
        hanging.awaitHanging();
        hanging.awaitHanging();

        cancellation.cancel("enough");

        assertThatThrownBy(reply::get)
                .hasCauseInstanceOf(CancelledException.class)
                .hasMessageContaining("enough");
        time.awaitQuiet();
    }

    @Test
    void all_candidates_answer_the_same_prompt_object() {
        List<Prompt> seen = Collections.synchronizedList(new ArrayList<>());
        Model model = (prompt, own) -> {
            seen.add(prompt);
            return Reply.text("same");
        };

        MaxMode.of(2).around(model, NONE, time.environment()).reply(PROMPT, call);

        assertThat(seen).hasSize(2).allSatisfy(prompt -> assertThat(prompt).isSameAs(PROMPT));
    }

    @Test
    void the_winner_is_kept_as_it_is_and_heard_in_the_order_of_its_parts() {
        ProviderData seal = new ProviderData("p", JsonNodeFactory.instance.textNode("sealed"));
        Message.Assistant message = new Message.Assistant(
                List.of(
                        new Content.Thinking("hm", seal),
                        Content.text("first"),
                        ToolCall.of("1", "look", Json.object()),
                        Content.text("then")),
                ModelRef.of("a", "b"),
                seal);
        Reply winner = new Reply(message, StopReason.TOOL_CALLS, Usage.of(3, 4), "request-1");

        Reply reply = max(2, NONE, replies(winner), broken()).reply(PROMPT, call);

        assertThat(reply).isSameAs(winner);
        assertThat(events.types())
                .endsWith("candidate_chosen", "thinking_delta", "text_delta", "tool_call_delta", "text_delta");
    }

    @Test
    void nothing_of_a_loser_is_heard_as_text() {
        max(2, longest(), says("loser"), says("the winner")).reply(PROMPT, call);

        assertThat(events.text()).isEqualTo("the winner");
        assertThat(events.types())
                .startsWith("candidate_started", "candidate_started")
                .containsSubsequence("candidate_finished", "candidates_judged", "candidate_chosen");
    }

    @Test
    void the_first_one_may_be_given_a_head_start() throws Exception {
        Gate first = new Gate();
        AtomicInteger others = new AtomicInteger();
        Model slow = (prompt, own) -> {
            first.pass(own.cancellation());
            own.events().emit(new TextDelta("same"));
            return Reply.text("same");
        };
        Model counted = (prompt, own) -> {
            others.incrementAndGet();
            return Reply.text("same");
        };
        Model model = MaxMode.of(2)
                .headStart(Duration.ofMinutes(1))
                .diversity(Diversity.models(slow, counted))
                .around(ordinary, NONE, time.environment());
        CompletableFuture<Reply> reply = CompletableFuture.supplyAsync(() -> model.reply(PROMPT, call));
        first.awaitArrival();
        assertThat(others).hasValue(0);

        first.open();

        reply.get();
        assertThat(others).hasValue(1);
    }

    @Test
    void on_easy_steps_the_model_is_asked_as_ever() {
        ordinary.reply("plain");
        Model model = MaxMode.of(5).when(Steps.afterFailure()).around(ordinary, NONE, time.environment());

        assertThat(model.reply(PROMPT, call).message().text()).isEqualTo("plain");
        assertThat(events.events(CandidateEvent.Started.class)).isEmpty();
    }

    private Model max(int count, CandidateJudge judge, Model... drafters) {
        return MaxMode.of(count).diversity(Diversity.models(drafters)).around(ordinary, judge, time.environment());
    }

    private Decision chosen() {
        return events.events(CandidateEvent.Chosen.class).get(0).decision();
    }

    private static CandidateJudge longest() {
        return (prompt, candidates, own) -> {
            Candidate best = Collections.max(
                    candidates,
                    Comparator.comparing(
                            candidate -> candidate.reply().message().text().length()));
            return new Choice(best.index(), 1, "it is the longest");
        };
    }

    private static Model says(String text) {
        return says(text, Usage.none());
    }

    private static Model says(String text, Usage usage) {
        return replies(new Reply(Message.assistant(Content.text(text)), StopReason.STOP, usage, null));
    }

    private static Model calls(String arguments) {
        return replies(Reply.calls(ToolCall.of("1", "look", Json.readObject(arguments))));
    }

    private static Model replies(Reply reply) {
        return (prompt, own) -> reply;
    }

    private static Model slowly(ScriptedModel hanging) {
        return (prompt, own) -> hanging.hangUntilCancelled().reply(prompt, own);
    }

    private static Model looping() {
        return (prompt, own) -> {
            while (true) {
                own.cancellation().throwIfCancelled();
                own.events().emit(new TextDelta("again and again "));
            }
        };
    }

    private static Model broken() {
        return (prompt, own) -> {
            throw new ModelException.Overloaded(failure("busy"), null);
        };
    }

    private static Model priced(Prices prices, Model inner) {
        return new Model() {
            @Override
            public Reply reply(Prompt prompt, ModelCall own) {
                return inner.reply(prompt, own);
            }

            @Override
            public ModelFacts facts() {
                return ModelFacts.unknown(ModelRef.of("a", "b")).withPrices(prices);
            }
        };
    }

    private static ModelException.Failure failure(String words) {
        return ModelException.Failure.of(ModelRef.of("a", "b"), words);
    }
}
