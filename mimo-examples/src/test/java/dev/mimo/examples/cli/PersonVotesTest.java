package dev.mimo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.environment.Cancellation;
import dev.mimo.examples.coder.Surroundings;
import dev.mimo.examples.coder.UsageError;
import dev.mimo.examples.duel.DuelTask;
import dev.mimo.examples.duel.Repository;
import dev.mimo.examples.duel.Voter.Vote;
import dev.mimo.examples.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PersonVotesTest {

    private static final DuelTask TASK =
            new DuelTask("greet", "Greet Ada.", new Repository("/p", null), null, null, null, null);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void both_diffs_are_shown_and_the_person_is_asked_until_the_answer_is_one() throws Exception {
        Vote vote = votes("both\n2\n").vote(TASK, "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+hello Ada\n", "");

        assertThat(vote).isEqualTo(Vote.TWO);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .containsSubsequence(
                        "greet", "Greet Ada.", "1\n", "+hello Ada", "2\n", "changed nothing", "1, 2 or tie?")
                .containsSubsequence("1, 2 or tie?", "1, 2 or tie?");
    }

    @Test
    void neither_may_be_better() throws Exception {
        assertThat(votes("tie\n").vote(TASK, "", "")).isEqualTo(Vote.TIE);
    }

    @Test
    void a_person_who_leaves_has_not_voted() {
        assertThatThrownBy(() -> votes("").vote(TASK, "", ""))
                .isInstanceOf(UsageError.class)
                .hasMessageContaining("nobody voted on \"greet\"");
    }

    private PersonVotes votes(String typed) {
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        Surroundings around = new Surroundings(
                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                Terminal.of(stream, false, 100),
                stream,
                Path.of("home"),
                (spec, environment) -> null,
                Cancellation.never());
        return new PersonVotes(around, true);
    }
}
