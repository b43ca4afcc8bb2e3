package dev.mimo.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.agent.Agent;
import dev.mimo.agent.Input;
import dev.mimo.agent.Outcome;
import dev.mimo.model.ModelException;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Reply;
import dev.mimo.model.Role;
import dev.mimo.testing.TestEnvironment;
import java.util.Iterator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever a judge answers, only a sound verdict of "met" lets a turn end as done. */
class GoalPropertyTest {

    enum Answer {
        MET,
        MET_BY_UNKNOWN,
        MET_BY_NOTHING,
        NOT_MET,
        IMPOSSIBLE,
        GARBAGE,
        HALF,
        FAILS;

        boolean isUsable() {
            return this == MET || this == NOT_MET || this == IMPOSSIBLE;
        }
    }

    @Property(tries = 300)
    void done_means_that_the_last_verdict_was_met(
            @ForAll @Size(min = 1, max = 12) List<Answer> answers,
            @ForAll Goal.OnJudgeFailure policy,
            @ForAll @IntRange(min = 1, max = 5) int rounds) {
        Iterator<Answer> next = answers.iterator();
        Answer[] last = {null};
        int[] replies = {0};
        Goal goal = Goal.of("it works").maxRounds(rounds).onJudgeFailure(policy);
        Outcome outcome;
        try (TestEnvironment time = TestEnvironment.create()) {
            outcome = Agent.builder()
                    .model((prompt, call) -> {
                        replies[0]++;
                        return Reply.text("done");
                    })
                    .model(Role.JUDGE, (prompt, call) -> {
                        Answer answer = next.hasNext() ? next.next() : Answer.FAILS;
                        last[0] = answer;
                        return answer(answer);
                    })
                    .environment(time.environment())
                    .build()
                    .run(Input.of("go").goal(goal));
        }

        assertThat(outcome.isDone()).isEqualTo(last[0] == Answer.MET);
        assertThat(replies[0]).isBetween(1, rounds + 1);
        if (!last[0].isUsable()) {
            assertThat(outcome)
                    .isInstanceOf(
                            policy == Goal.OnJudgeFailure.FAIL ? Outcome.Failed.class : Outcome.GoalUnverified.class);
        }
    }

    private static Reply answer(Answer answer) {
        return switch (answer) {
            case MET -> Reply.text(verdict("met", "\"answer\""));
            case MET_BY_UNKNOWN -> Reply.text(verdict("met", "\"call-77\""));
            case MET_BY_NOTHING -> Reply.text(verdict("met", ""));
            case NOT_MET -> Reply.text(verdict("not_met", ""));
            case IMPOSSIBLE -> Reply.text(verdict("impossible", ""));
            case GARBAGE -> Reply.text("met! Surely met.");
            case HALF -> Reply.text("{\"verdict\":\"met\"");
            case FAILS ->
                throw new ModelException.AuthenticationFailed(
                        ModelException.Failure.of(ModelRef.of("a", "b"), "no key"));
        };
    }

    private static String verdict(String word, String evidence) {
        return "{\"verdict\":\"" + word + "\",\"reason\":\"so\",\"missing\":[],\"evidence\":[" + evidence + "]}";
    }
}
