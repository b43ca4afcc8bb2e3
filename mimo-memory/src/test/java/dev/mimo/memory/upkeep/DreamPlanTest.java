package dev.mimo.memory.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MemoryEntry.Kind;
import dev.mimo.session.MemoryEntry.Origin;
import dev.mimo.session.MemoryEntry.Seen;
import dev.mimo.session.MemoryEntry.Status;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.MessageRef;
import dev.mimo.session.SessionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a plan may do, whoever made it. */
class DreamPlanTest {

    private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");
    private static final MemoryScope.Project PROJECT = new MemoryScope.Project("billing");
    private static final String WHY = "because";

    @Test
    void the_users_entries_are_neither_taken_away_nor_reworded() {
        for (Change change : List.of(
                new Change.Drop("u", WHY),
                new Change.Retire("u", WHY),
                new Change.Reword("u", "push when you like", WHY),
                new Change.Merge("u", "a0", null, WHY))) {
            assertThat(plan(10, change).findRefusal()).isEqualTo("entry u is the user's");
        }
        assertThat(plan(10, new Change.Merge("a0", "u", "push when you like", WHY))
                        .findRefusal())
                .contains("two kinds");
        assertThat(plan(10, new Change.Merge("rule", "u", "push when you like", WHY))
                        .findRefusal())
                .isEqualTo("entry u is the user's");
    }

    @Test
    void at_most_30_percent_go_but_one_always_may() {
        assertThat(plan(8, drops(3)).findRefusal()).isNull();
        assertThat(plan(8, drops(4)).findRefusal()).isEqualTo("it takes 4 of 10 entries away, more than 30 %");
        assertThat(plan(1, drops(1)).findRefusal()).isNull();
        assertThat(plan(2, drops(2)).findRefusal()).contains("2 of 4 entries");
    }

    @Test
    void at_most_30_percent_get_other_words_also_by_becoming_one() {
        assertThat(plan(8, rewords(3)).findRefusal()).isNull();
        assertThat(plan(8, rewords(4)).findRefusal()).isEqualTo("it rewords 4 of 10 entries, more than 30 %");
        List<Change> both = new ArrayList<>(List.of(rewords(3)));
        both.add(new Change.Merge("a5", "a6", "text 6 in other words", WHY));
        assertThat(plan(8, both.toArray(new Change[0])).findRefusal()).contains("rewords 4 of 10 entries");
    }

    @Test
    void at_most_20_come() {
        assertThat(plan(0, adds(20)).findRefusal()).isNull();
        assertThat(plan(0, adds(21)).findRefusal()).isEqualTo("it adds 21 entries, more than 20");
    }

    @Test
    void nothing_comes_that_binds_and_that_no_user_said() {
        assertThat(plan(8, add(Kind.RULE, Origin.AGENT)).findRefusal()).contains("no user said it");
        assertThat(plan(8, add(Kind.PREFERENCE, Origin.AGENT)).findRefusal()).contains("no user said it");
        assertThat(plan(8, add(Kind.RULE, Origin.USER)).findRefusal()).isNull();
        assertThat(plan(8, add(Kind.FACT, Origin.AGENT)).findRefusal()).isNull();
    }

    @Test
    void nothing_comes_that_is_there_or_was_never_seen() {
        MemoryEntry again = entry("a0", Kind.FACT, Origin.AGENT);
        MemoryEntry unseen = new MemoryEntry("x", Kind.FACT, "text", Status.CONFIRMED, Origin.USER, null, List.of());

        assertThat(plan(8, new Change.Add(again, WHY)).findRefusal()).isEqualTo("there is an entry a0 already");
        assertThat(plan(8, new Change.Add(unseen, WHY)).findRefusal()).contains("was not seen");
    }

    @Test
    void what_is_unknown_or_changed_twice_is_refused() {
        assertThat(plan(8, new Change.Drop("nobody", WHY)).findRefusal()).isEqualTo("there is no entry nobody");
        assertThat(plan(8, new Change.Drop("a0", WHY), new Change.Retire("a0", WHY))
                        .findRefusal())
                .isEqualTo("entry a0 is changed twice");
        assertThat(plan(8, new Change.Merge("a0", "a0", null, WHY)).findRefusal())
                .contains("cannot become one");
    }

    @Test
    void a_report_shows_what_comes_and_what_gets_other_words() {
        DreamPlan plan = plan(
                8,
                new Change.Add(entry("new", Kind.FACT, Origin.AGENT), "seen in 2 sessions"),
                new Change.Reword("a0", "text 0, shorter", "too long"));

        assertThat(plan.toMarkdown()).endsWith("""
                10 entries, 2 changes, 0 tokens.

                ```diff
                + text new
                  (add: seen in 2 sessions)
                - text a0
                + text 0, shorter
                  (reword: too long)
                ```
                """);
        assertThat(plan.toJson()
                        .path("changes")
                        .path(0)
                        .path("evidence")
                        .path(0)
                        .asText())
                .isEqualTo("s1#3");
        assertThat(plan.toJson().path("changes").path(1).path("text").asText()).isEqualTo("text 0, shorter");
        assertThat(plan.after()).extracting(MemoryEntry::text).contains("text new", "text 0, shorter");
    }

    /** A plan for so many facts of an agent's, a rule of the user's and one that is not. */
    private static DreamPlan plan(int facts, Change... changes) {
        List<MemoryEntry> entries = new ArrayList<>();
        entries.add(entry("u", Kind.RULE, Origin.USER));
        entries.add(entry("rule", Kind.RULE, Origin.AGENT));
        for (int i = 0; i < facts; i++) {
            entries.add(entry("a" + i, Kind.FACT, Origin.AGENT));
        }
        return new DreamPlan(PROJECT, entries, List.of(changes), 0, "");
    }

    private static Change[] drops(int count) {
        Change[] changes = new Change[count];
        for (int i = 0; i < count; i++) {
            changes[i] = new Change.Drop("a" + i, WHY);
        }
        return changes;
    }

    private static Change[] rewords(int count) {
        Change[] changes = new Change[count];
        for (int i = 0; i < count; i++) {
            changes[i] = new Change.Reword("a" + i, "text in other words", WHY);
        }
        return changes;
    }

    private static Change[] adds(int count) {
        Change[] changes = new Change[count];
        for (int i = 0; i < count; i++) {
            changes[i] = new Change.Add(entry("n" + i, Kind.FACT, Origin.AGENT), WHY);
        }
        return changes;
    }

    private static Change add(Kind kind, Origin origin) {
        return new Change.Add(entry("new", kind, origin), WHY);
    }

    private static MemoryEntry entry(String id, Kind kind, Origin origin) {
        SessionId session = SessionId.of("s1");
        return new MemoryEntry(
                id,
                kind,
                "text " + id,
                Status.CONFIRMED,
                origin,
                Seen.once(AT, session, List.of(new MessageRef(session, 3))),
                List.of());
    }
}
