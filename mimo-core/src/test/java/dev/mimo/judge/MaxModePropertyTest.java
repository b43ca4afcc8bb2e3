package dev.mimo.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.environment.Environment;
import dev.mimo.model.Budget;
import dev.mimo.model.BudgetedModel;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelException;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.Role;
import dev.mimo.model.StopReason;
import dev.mimo.model.TextDelta;
import dev.mimo.model.ToolCall;
import dev.mimo.model.Usage;
import dev.mimo.testing.EventRecorder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever candidates and judge do, a step has one good reply, and all of it is paid. */
class MaxModePropertyTest {

    enum Fate {
        ACTS,
        ANSWERS,
        FAILS,
        BREAKS_OFF,
        IS_REFUSED,
        SAYS_NOTHING,
        LOOPS,
        CANNOT_BE_READ
    }

    enum JudgeAnswer {
        GOOD,
        GARBAGE,
        NONE_OF_THEM,
        FAILS
    }

    private static final Prompt PROMPT = Prompt.of("", "go");
    private static final Usage EACH = Usage.of(100, 10);

    @Property(tries = 500)
    void a_step_ends_with_a_candidate_worth_having_or_the_ordinary_reply(
            @ForAll @Size(min = 2, max = 7) List<Fate> fates,
            @ForAll @IntRange(min = 0, max = 2) int kinds,
            @ForAll JudgeAnswer answer,
            @ForAll boolean shortCut,
            @ForAll long seed) {
        AtomicInteger judged = new AtomicInteger();
        EventRecorder events = new EventRecorder();
        Budget budget = Budget.unlimited();

        Reply reply = step(fates, kinds, judge(answer, judged), shortCut, seed, events, budget);

        List<Integer> good = new ArrayList<>();
        for (int i = 0; i < fates.size(); i++) {
            if (fates.get(i) == Fate.ACTS || fates.get(i) == Fate.ANSWERS) {
                good.add(i);
            }
        }
        List<CandidateEvent.Chosen> chosen = events.events(CandidateEvent.Chosen.class);
        if (good.isEmpty()) {
            assertThat(reply.message().text()).isEqualTo("ordinary");
            assertThat(chosen).isEmpty();
            return;
        }
        Decision decision = chosen.get(0).decision();
        assertThat(good).contains(decision.choice().index());
        assertThat(reply.message())
                .isEqualTo(message(
                        fates.get(decision.choice().index()), decision.choice().index(), kinds));
        assertThat(decision.candidates().size() + decision.dropped().size()).isEqualTo(fates.size());
        assertThat(judged.get())
                .isEqualTo(decision.candidates().size() < 2 || decision.by() == Decision.By.AGREEMENT ? 0 : 1);
        assertThat(DecisionFormat.read(decision.toJson(), "test")).isEqualTo(decision);
        long judging = judged.get() == 1 && answer != JudgeAnswer.FAILS ? 5 : 0;
        long broken = fates.stream()
                .filter(fate -> fate == Fate.BREAKS_OFF || fate == Fate.LOOPS)
                .count();
        long replied = fates.size()
                - broken
                - fates.stream().filter(fate -> fate == Fate.FAILS).count();
        assertThat(budget.spent().usage().total() - judging - replied * EACH.total())
                .isGreaterThanOrEqualTo(broken);
        assertThat(budget.spent().calls()).isEqualTo((int) (replied + broken + (judging > 0 ? 1 : 0)));
    }

    @Property(tries = 200)
    void the_order_in_which_they_are_shown_never_changes_the_choice(
            @ForAll @Size(min = 2, max = 6) List<@IntRange(min = 0, max = 5) Integer> kinds,
            @ForAll long seedA,
            @ForAll long seedB) {
        CandidateJudge deterministic = (prompt, candidates, call) -> new Choice(
                candidates.stream()
                        .max(Comparator.comparing(
                                candidate -> Agreement.action(candidate.reply().message())))
                        .orElseThrow()
                        .index(),
                1,
                "the greatest");

        assertThat(chosen(kinds, deterministic, seedA)).isEqualTo(chosen(kinds, deterministic, seedB));
    }

    private static String chosen(List<Integer> kinds, CandidateJudge judge, long seed) {
        Model[] drafters = kinds.stream()
                .map(kind -> (Model) (prompt, call) -> Reply.text("kind " + kind))
                .toArray(Model[]::new);
        try (Environment environment = environment(seed)) {
            return MaxMode.of(kinds.size())
                    .withoutShortCut()
                    .diversity(Diversity.models(drafters))
                    .around((prompt, call) -> Reply.text("ordinary"), judge, environment)
                    .reply(PROMPT, ModelCall.of(Role.MAIN))
                    .message()
                    .text();
        }
    }

    private static Reply step(
            List<Fate> fates,
            int kinds,
            CandidateJudge judge,
            boolean shortCut,
            long seed,
            EventRecorder events,
            Budget budget) {
        Model[] drafters = new Model[fates.size()];
        for (int i = 0; i < drafters.length; i++) {
            drafters[i] = drafter(fates.get(i), i, kinds);
        }
        MaxMode mode = MaxMode.of(fates.size()).diversity(Diversity.models(drafters));
        try (Environment environment = environment(seed)) {
            return (shortCut ? mode : mode.withoutShortCut())
                    .around((prompt, call) -> Reply.text("ordinary"), judge, environment)
                    .reply(PROMPT, ModelCall.of(Role.MAIN).withEvents(events).withBudget(budget));
        }
    }

    /** One after the other on the thread that asks. */
    private static Environment environment(long seed) {
        return Environment.builder()
                .executor(Runnable::run)
                .random(new Random(seed))
                .build();
    }

    private static CandidateJudge judge(JudgeAnswer answer, AtomicInteger judged) {
        Model model = new BudgetedModel((prompt, call) -> {
            if (answer == JudgeAnswer.FAILS) {
                throw new ModelException.Overloaded(failure(), null);
            }
            return new Reply(Message.assistant(Content.text("x")), StopReason.STOP, Usage.of(4, 1), null);
        });
        return (prompt, candidates, call) -> {
            judged.incrementAndGet();
            model.reply(prompt, call);
            if (answer == JudgeAnswer.GARBAGE) {
                throw new SchemaQuestion.Unusable("garbage");
            }
            int index =
                    answer == JudgeAnswer.NONE_OF_THEM ? 99 : candidates.get(0).index();
            return new Choice(index, 0.5, "it is so");
        };
    }

    private static Model drafter(Fate fate, int index, int kinds) {
        return (prompt, call) -> {
            switch (fate) {
                case FAILS -> throw new ModelException.Overloaded(failure(), null);
                case BREAKS_OFF -> {
                    call.events().emit(new TextDelta("some words"));
                    throw new ModelException.StreamBroken(failure(), "some words");
                }
                case LOOPS -> {
                    while (true) {
                        call.cancellation().throwIfCancelled();
                        call.events().emit(new TextDelta("again and again "));
                    }
                }
                default -> {
                    StopReason reason = fate == Fate.IS_REFUSED ? StopReason.REFUSAL : StopReason.STOP;
                    return new Reply(message(fate, index, kinds), reason, EACH, null);
                }
            }
        };
    }

    private static Message.Assistant message(Fate fate, int index, int kinds) {
        return switch (fate) {
            case ACTS ->
                Message.assistant(ToolCall.of(
                        "call-" + index, "act", Json.object().put("kind", kinds == 0 ? 0 : index % (kinds + 1))));
            case CANNOT_BE_READ -> Message.assistant(new ToolCall("call-" + index, "act", Json.object(), "{", null));
            case SAYS_NOTHING -> Message.assistant();
            default -> Message.assistant(Content.text("answer " + (kinds == 0 ? 0 : index % (kinds + 1))));
        };
    }

    private static ModelException.Failure failure() {
        return ModelException.Failure.of(ModelRef.of("a", "b"), "busy");
    }
}
