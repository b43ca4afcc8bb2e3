package dev.mimo.examples.recall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.examples.recall.Planted.Teller;
import dev.mimo.examples.recall.Planted.Telling;
import dev.mimo.examples.recall.World.Act;
import dev.mimo.model.TokenEstimator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorldTest {

    private static final World.Size SIZE = new World.Size(7, 400, 3, 1_000);

    private final World world = new World(SIZE);

    @Test
    void the_same_seed_gives_the_same_world_and_another_one_does_not() {
        assertThat(everything(new World(SIZE))).isEqualTo(everything(world));
        assertThat(everything(new World(new World.Size(8, 400, 3, 1_000)))).isNotEqualTo(everything(world));
    }

    @Test
    void all_that_is_planted_is_told_and_nothing_else() {
        Set<Statement> planted = new HashSet<>();
        world.planted().forEach(item -> item.tellings().forEach(telling -> planted.add(telling.statement())));

        Set<Statement> told = new HashSet<>();
        for (String text : everything(world)) {
            told.addAll(Form.read(text));
            Conclusion.of(text).forEach(sentence -> told.addAll(Form.read(sentence)));
        }

        assertThat(told).isEqualTo(planted);
    }

    @Test
    void an_item_is_asked_for_once_after_it_was_told_for_the_last_time() {
        List<Planted> asked = new ArrayList<>();
        int step = 0;
        for (Act act : world.acts()) {
            if (act instanceof Act.Ask ask) {
                assertThat(ask.planted().last().step()).isLessThan(step);
                asked.add(ask.planted());
            } else {
                step = last(((Act.Work) act).firstStep()) + 1;
            }
        }

        assertThat(asked)
                .containsExactlyInAnyOrderElementsOf(world.planted().stream()
                        .filter(item -> item.asked() != Planted.NEVER)
                        .toList());
        assertThat(asked).extracting(Planted::kind).contains(Kind.values());
    }

    @Test
    void things_are_told_by_everybody_and_some_are_nearly_the_same() {
        assertThat(world.planted())
                .flatExtracting(Planted::tellings)
                .extracting(Telling::by)
                .contains(Teller.values());
        assertThat(world.planted()).extracting(Planted::asked).contains(Planted.NEVER);
    }

    @Test
    void a_step_is_as_long_as_was_asked_for_on_average() {
        double mean = IntStream.range(0, SIZE.steps())
                .mapToLong(step -> TokenEstimator.byScript().estimate(world.work("[" + step + "]")))
                .average()
                .orElseThrow();

        assertThat(mean).isBetween(850.0, 1_150.0);
    }

    @Test
    void a_question_is_understood_as_one_about_its_item() {
        for (Planted item : world.planted()) {
            assertThat(Form.findQuestion(item.question())).isEqualTo(item.subject());
        }
    }

    @Test
    void a_task_without_a_step_of_this_world_is_refused() {
        assertThatThrownBy(() -> world.work("the tests of nothing [400]"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[400]");
    }

    /** The last step of the turn that begins with this one. */
    private int last(int step) {
        int at = step;
        while (world.work("[" + at + "]").contains("\n" + ReaderModel.NEXT)) {
            at++;
        }
        return at;
    }

    private static List<String> everything(World world) {
        List<String> texts = new ArrayList<>();
        for (Act act : world.acts()) {
            texts.add(
                    act instanceof Act.Work work
                            ? work.text()
                            : ((Act.Ask) act).planted().question());
        }
        for (int step = 0; step < world.size().steps(); step++) {
            texts.add(world.work("[" + step + "]"));
        }
        return texts;
    }
}
