package dev.mimo.memory.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.model.TokenEstimator;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MemoryEntry.Kind;
import dev.mimo.session.MemoryEntry.Origin;
import dev.mimo.session.MemoryEntry.Status;
import dev.mimo.session.MemoryStore.Layer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MemoryBlockTest {

    private static final TokenEstimator TOKENS = TokenEstimator.byScript();
    private static final Layer NOTHING = layer();

    @Test
    void nothing_remembered_is_nothing_told() {
        assertThat(block(1_000).text(NOTHING, NOTHING, "anything")).isEmpty();
    }

    @Test
    void rules_come_first_then_the_rest_by_kind_with_ids() {
        Layer project = layer(Entries.fact("m-1", "the build needs Maven"), Entries.rule("m-2", "run the tests"));
        Layer global = layer(Entries.entry("m-3", Kind.PREFERENCE, "likes short answers", Origin.USER));

        assertThat(block(1_000).text(project, global, "")).isEqualTo("""
                # Memory

                What earlier sessions left behind. Rules and preferences bind you; the rest may be out of date, so look before you rely on it.

                ## Rules

                - run the tests [m-2]

                ## Facts

                - the build needs Maven [m-1]

                ## Preferences

                - likes short answers [m-3]
                """);
    }

    @Test
    void what_is_contradicted_or_retired_is_not_told() {
        Layer project = layer(
                Entries.fact("m-1", "old").withStatus(Status.CONTRADICTED),
                Entries.fact("m-2", "gone").withStatus(Status.RETIRED));

        assertThat(block(1_000).text(project, NOTHING, "")).isEmpty();
    }

    @Test
    void the_budget_holds_and_what_is_left_out_is_counted() {
        List<MemoryEntry> entries = new ArrayList<>(List.of(Entries.rule("m-rule", "never push on Fridays")));
        for (int i = 0; i < 200; i++) {
            entries.add(Entries.fact("m-" + i, "fact number " + i + " " + "word ".repeat(i % 30)));
        }
        Layer project = new Layer("1", entries, null);

        for (long budget : new long[] {0, 10, 60, 100, 300, 1_000, 3_000}) {
            String text = block(budget).text(project, NOTHING, "");

            assertThat(TOKENS.estimate(text)).isLessThanOrEqualTo(budget);
            if (budget >= 100) {
                long told = text.lines().filter(line -> line.startsWith("- ")).count();
                assertThat(text).contains("never push on Fridays").contains((201 - told) + " more");
            }
        }
    }

    @Test
    void what_fits_the_topic_is_chosen_first() {
        List<MemoryEntry> entries = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            entries.add(Entries.fact("m-" + i, "module " + i + " does something of its own"));
        }
        entries.add(Entries.fact("m-x", "invoices are rounded half up"));

        String text = block(200).text(new Layer("1", entries, null), NOTHING, "Why are invoices rounded wrongly?");

        assertThat(text).contains("invoices are rounded half up");
    }

    @Test
    void the_order_of_the_file_does_not_change_the_text() {
        List<MemoryEntry> entries = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            entries.add(Entries.fact("m-" + i, "fact " + i));
        }
        String text = block(300).text(new Layer("1", entries, null), NOTHING, "");

        Collections.shuffle(entries, new Random(7));

        assertThat(block(300).text(new Layer("2", entries, null), NOTHING, "")).isEqualTo(text);
    }

    @Test
    void a_file_that_cannot_be_read_is_told() {
        Layer broken = new Layer("1", List.of(), "MEMORY.md:3: not UTF-8");

        assertThat(block(1_000).text(broken, NOTHING, "")).contains("MEMORY.md:3: not UTF-8");
    }

    @Test
    void what_both_scopes_say_is_told_once() {
        String text =
                block(1_000).text(layer(Entries.rule("m-1", "Use tabs.")), layer(Entries.rule("m-2", "use tabs")), "");

        assertThat(text).contains("m-1").doesNotContain("m-2");
    }

    @Test
    void a_delta_tells_what_came_changed_and_went() {
        Layer before = layer(Entries.fact("a", "one"), Entries.fact("b", "two"), Entries.fact("c", "three"));
        Layer now = layer(
                Entries.fact("a", "one"),
                Entries.fact("b", "zwei"),
                Entries.fact("c", "three").withStatus(Status.CONTRADICTED),
                Entries.rule("d", "four"));

        assertThat(MemoryBlock.delta(before, now)).isEqualTo("""
                Memory has changed since you were told:
                - now fact: zwei [b]
                - new rule: four [d]
                - no longer holds: three [c]
                """);
        assertThat(MemoryBlock.delta(before, before)).isEmpty();
    }

    private static MemoryBlock block(long budget) {
        return new MemoryBlock(TOKENS, budget);
    }

    private static Layer layer(MemoryEntry... entries) {
        return new Layer("1", List.of(entries), null);
    }
}
