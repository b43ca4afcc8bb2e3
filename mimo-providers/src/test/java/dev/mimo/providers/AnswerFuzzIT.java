package dev.mimo.providers;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Answers that are cut, split and damaged: no exception, no hang, no call that was not sent whole, and of a cut answer
 * nothing but the beginning of what it said.
 */
final class AnswerFuzzIT {

    @ParameterizedTest
    @EnumSource
    @Timeout(120)
    void small_answers_may_be_cut_and_damaged(Dialect dialect) {
        cutSomewhere(small(dialect), 5, seed());
        damage(small(dialect), 1, seed());
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(120)
    void recorded_answers_may_be_cut_and_damaged(Dialect dialect) {
        List<Undamaged> answers = recorded(dialect);
        cutSomewhere(answers, 10, seed());
        damage(answers, 1, seed());
    }

    @ParameterizedTest
    @EnumSource
    @Tag("fuzz")
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void wherever_an_answer_is_cut_it_is_the_beginning_of_it(Dialect dialect) {
        List<Undamaged> answers = new ArrayList<>(small(dialect));
        answers.addAll(recorded(dialect));
        long cuts = 0;
        for (Undamaged answer : answers) {
            int step = 1 + answer.length() / 20_000;
            for (int at = 0; at < answer.length(); at += step) {
                answer.cutAt(at);
                cuts++;
            }
        }
        System.out.printf("%s: %,d cuts of %d answers%n", dialect.label(), cuts, answers.size());
    }

    @ParameterizedTest
    @EnumSource
    @Tag("fuzz")
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void answers_may_be_damaged_again_and_again(Dialect dialect) {
        long variants = damage(small(dialect), 150, seed()) + damage(recorded(dialect), 30, seed());
        System.out.printf("%s: %,d damaged answers%n", dialect.label(), variants);
    }

    private static long seed() {
        long seed = Long.getLong("mimo.seed", System.nanoTime());
        System.out.println("seed " + seed + " (-Dmimo.seed)");
        return seed;
    }

    private static List<Undamaged> small(Dialect dialect) {
        return AnswerTable.cases(dialect).stream()
                .map(each -> new Undamaged(dialect, each.decoder(), each.status(), each.body()))
                .toList();
    }

    private static List<Undamaged> recorded(Dialect dialect) {
        Path folder = Recordings.findFolder();
        assumeTrue(folder != null, "skipped: no ../shared/provider-recordings beside the project");
        AnswerDecoder decoder = AnswerDecoder.of(dialect);
        List<Undamaged> answers = new ArrayList<>();
        for (Recordings.Recording each : Recordings.of(dialect, Objects.requireNonNull(folder))) {
            answers.add(new Undamaged(dialect, decoder, each.status(), each.body()));
        }
        return answers;
    }

    private static void cutSomewhere(List<Undamaged> answers, int times, long seed) {
        Random random = new Random(seed);
        for (Undamaged answer : answers) {
            for (int i = 0; i < times; i++) {
                answer.cutAt(random.nextInt(answer.length() + 1));
            }
        }
    }

    private static long damage(List<Undamaged> answers, int times, long seed) {
        Random random = new Random(seed);
        long variants = 0;
        for (Undamaged answer : answers) {
            for (int i = 0; i < times; i++) {
                answer.inPieces(random);
                for (Damage damage : Damage.values()) {
                    answer.damaged(damage, random);
                    variants++;
                }
            }
        }
        return variants;
    }
}
