package dev.mimo.memory.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.model.TokenEstimator;
import dev.mimo.model.Usage;
import dev.mimo.session.SessionId;
import dev.mimo.testing.Golden;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class CheckpointTextTest {

    private static final TokenEstimator BY_SCRIPT = TokenEstimator.byScript();

    private static Checkpoint checkpoint(Map<Section, List<Item>> sections) {
        return new Checkpoint(
                SessionId.of("ticket 4711\n# x"),
                3,
                sections,
                new Checkpoint.Marks(212, 180),
                new Checkpoint.Making(
                        Instant.parse("2026-01-02T03:04:05Z"),
                        Checkpoint.Status.EXTRACTIVE,
                        null,
                        Usage.of(10, 2),
                        null,
                        "the deadline of PT2M was over"));
    }

    private static Item item(String id, String text, Item.Maker maker, Long... evidence) {
        return new Item(id, text, List.of(evidence), maker);
    }

    @Test
    void shows_what_it_covers_and_all_sections_in_their_order() {
        Map<Section, List<Item>> sections = new EnumMap<>(Section.class);
        sections.put(Section.DIRECTIVES, List.of(item("u3", "Never touch the lexer.", Item.Maker.USER, 3L)));
        sections.put(
                Section.TASK_TREE,
                List.of(
                        item("T1", "[~] T1 Parse", Item.Maker.DIGEST),
                        item("T1.1", "[ ] T1.1 Numbers", Item.Maker.DIGEST)));
        sections.put(
                Section.DECISIONS,
                List.of(item("v1-10-1", "Recursive descent, as it is small.", Item.Maker.MODEL, 7L, 9L)));
        sections.put(Section.OPEN_NOTES, List.of(item("n1", "ask for the licence", Item.Maker.NOTE)));

        CheckpointText text = CheckpointText.render(checkpoint(sections), 4_000, BY_SCRIPT);

        Golden.assertMatches(Path.of("src/test/resources/checkpoint/checkpoint.md"), text.text());
    }

    @Test
    void sections_have_a_hundred_percent_together() {
        assertThat(Arrays.stream(Section.values()).mapToInt(Section::percent).sum())
                .isEqualTo(100);
        assertThat(Section.values()).hasSize(11);
    }

    @Property
    void the_shares_of_the_sections_are_never_above_the_whole(@ForAll @LongRange(min = 0) long tokens) {
        assertThat(SectionBudgets.shares(tokens).values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isLessThanOrEqualTo(tokens);
    }

    @Property
    void no_section_gets_more_than_it_needs_and_all_together_no_more_than_there_is(
            @ForAll @LongRange(min = 0, max = 1_000_000) long tokens, @ForAll long seed) {
        Random random = new Random(seed);
        Map<Section, Long> needs = new EnumMap<>(Section.class);
        for (Section section : Section.values()) {
            needs.put(section, random.nextLong(random.nextBoolean() ? 10 : 400_000));
        }
        long needed = needs.values().stream().mapToLong(Long::longValue).sum();

        Map<Section, Long> budgets = SectionBudgets.fit(tokens, needs);

        long sum = budgets.values().stream().mapToLong(Long::longValue).sum();
        assertThat(sum).as("seed " + seed).isLessThanOrEqualTo(tokens);
        assertThat(sum).as("seed " + seed).isGreaterThanOrEqualTo(Math.min(needed, tokens) - 100);
        needs.forEach((section, need) -> {
            assertThat(budgets.get(section)).isBetween(0L, need);
            assertThat(budgets.get(section)).isGreaterThanOrEqualTo(Math.min(need, tokens / 100 * section.percent()));
        });
    }

    @Property(tries = 200)
    void a_text_keeps_to_its_budget_and_cuts_no_item(
            @ForAll @LongRange(min = 400, max = 20_000) long budget, @ForAll long seed) {
        Random random = new Random(seed);
        Map<Section, List<Item>> sections = new EnumMap<>(Section.class);
        for (Section section : Section.values()) {
            List<Item> items = new ArrayList<>();
            for (int i = random.nextInt(40); i > 0; i--) {
                String words = (random.nextBoolean() ? "word " : "数据库 ").repeat(1 + random.nextInt(60));
                items.add(item("i" + i, words + section.ordinal() + "-" + i + ".", Item.Maker.MODEL, 1L));
            }
            sections.put(section, items);
        }
        Checkpoint checkpoint = checkpoint(sections);

        CheckpointText text = CheckpointText.render(checkpoint, budget, BY_SCRIPT);

        assertThat(BY_SCRIPT.estimate(text.text())).as("seed " + seed).isLessThanOrEqualTo(budget);
        assertThat(text.total()).isEqualTo(BY_SCRIPT.estimate(text.text()));
        List<String> whole = new ArrayList<>();
        sections.forEach((section, items) -> items.forEach(
                item -> whole.add(CheckpointText.line(section, item).strip())));
        assertThat(text.text().lines().filter(line -> line.strip().startsWith("- ") && !line.endsWith(" more)")))
                .as("seed " + seed)
                .allMatch(line -> whole.contains(line.strip()));
    }

    @Test
    void says_how_much_is_left_out_and_keeps_what_matters_most() {
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            items.add(item("i" + i, "something to be known, number " + i, Item.Maker.MODEL, 1L));
        }

        CheckpointText text =
                CheckpointText.render(checkpoint(Map.of(Section.DISCOVERED_KNOWLEDGE, items)), 1_000, BY_SCRIPT);

        assertThat(text.text()).contains("number 0 #1", "number 50 #1").doesNotContain("number 499");
        assertThat(text.text()).containsPattern("- \\([0-9]+ more\\)\n");
        assertThat(text.tokens().get(Section.DISCOVERED_KNOWLEDGE)).isBetween(700L, 1_000L);
    }

    @Test
    void a_budget_that_holds_no_headings_is_refused() {
        assertThatThrownBy(() -> CheckpointText.render(checkpoint(Map.of()), 399, BY_SCRIPT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 400");
    }
}
