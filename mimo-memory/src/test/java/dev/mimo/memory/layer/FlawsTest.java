package dev.mimo.memory.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MemoryEntry.Kind;
import dev.mimo.session.MemoryEntry.Origin;
import dev.mimo.session.MemoryEntry.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FlawsTest {

    private static final Duration LONG = Duration.ofDays(181);
    private static final Instant LATER = Entries.AT.plus(LONG);

    @Test
    void what_was_not_seen_for_half_a_year_has_expired_unless_a_check_showed_it() {
        MemoryEntry old = Entries.fact("old", "the queue holds ten jobs");
        MemoryEntry verified = Entries.fact("sure", "lions sleep at noon").withStatus(Status.VERIFIED);

        assertThat(find(LATER, old, verified)).containsExactly(flaw(Flaw.Kind.EXPIRED, "old"));
        assertThat(find(Entries.AT.plus(Duration.ofDays(180)), old, verified)).isEmpty();
    }

    @Test
    void what_was_given_up_is_forgotten_after_half_a_year_whatever_showed_it() {
        MemoryEntry retired = Entries.fact("r", "the queue holds ten jobs").withStatus(Status.RETIRED);
        MemoryEntry contradicted = Entries.fact("c", "lions sleep at noon").withStatus(Status.CONTRADICTED);

        assertThat(find(LATER, retired, contradicted))
                .containsExactly(flaw(Flaw.Kind.FORGOTTEN, "r"), flaw(Flaw.Kind.FORGOTTEN, "c"));
        assertThat(find(Entries.AT, retired, contradicted)).isEmpty();
    }

    @Test
    void with_the_users_words_nothing_is_ever_wrong() {
        MemoryEntry said = Entries.rule("said", "Never push on Fridays");
        MemoryEntry written = new MemoryEntry(
                "written", Kind.RULE, "never push on Fridays", Status.CONFIRMED, Origin.USER, null, List.of());
        MemoryEntry retired = Entries.rule("retired", "Never push on Mondays").withStatus(Status.RETIRED);

        List<Flaw> found = new Flaws(LATER, null, 0).find(List.of(said, written, retired));

        assertThat(found).isEmpty();
    }

    @Test
    void what_matters_least_goes_when_there_is_too_much() {
        MemoryEntry rule = Entries.rule("u", "always run the linter before a push");
        MemoryEntry verified =
                Entries.fact("v", "the parser reads two files at once").withStatus(Status.VERIFIED);
        MemoryEntry plain = Entries.fact("p", "the icons were drawn by hand once");

        List<Flaw> found = new Flaws(Entries.AT, null, 20).find(List.of(plain, verified, rule));

        assertThat(found).extracting(Flaw::kind).containsExactly(Flaw.Kind.OVER_BUDGET);
        assertThat(found.get(0).entries()).containsExactly("p");
        assertThat(new Flaws(Entries.AT, null, 1_000).find(List.of(plain, verified, rule)))
                .isEmpty();
    }

    @Test
    void of_two_with_the_same_words_the_users_stays_wherever_it_stands() {
        MemoryEntry agents = Entries.entry("a", Kind.RULE, "never push on fridays", Origin.AGENT);
        MemoryEntry users = Entries.rule("u", "Never push on Fridays!");

        assertThat(find(Entries.AT, agents, users)).containsExactly(flaw(Flaw.Kind.DUPLICATE, "u", "a"));
    }

    @Test
    void nearly_the_same_words_and_another_value_are_matters_of_judgement() {
        List<Flaw> found = find(
                Entries.AT,
                Entries.fact("a", "run all unit tests with make check before a commit"),
                Entries.fact("b", "run the unit tests with make check before each commit"),
                Entries.fact("c", "the api listens on port 8080"),
                Entries.fact("d", "the api listens on port 9090"));

        assertThat(found).containsExactly(flaw(Flaw.Kind.SIMILAR, "a", "b"), flaw(Flaw.Kind.CONTRADICTION, "c", "d"));
        assertThat(found).allMatch(flaw -> flaw.kind().isDoubtful());
    }

    @Test
    void what_is_doubtful_does_not_keep_back_what_is_sure() {
        List<Flaw> found = find(
                Entries.AT,
                Entries.fact("a", "the api listens on port 8080"),
                Entries.fact("b", "the api listens on port 9090"),
                Entries.fact("c", "The api listens on port 9090."));

        assertThat(found).containsExactly(flaw(Flaw.Kind.DUPLICATE, "b", "c"), flaw(Flaw.Kind.CONTRADICTION, "a", "b"));
    }

    @Test
    void what_says_when_by_the_day_or_is_long_is_a_matter_of_wording() {
        MemoryEntry undated = Entries.fact("u", "the server was moved yesterday");
        MemoryEntry longer = Entries.fact("l", "word ".repeat(100).strip());
        MemoryEntry users = Entries.rule("r", "from today on nobody pushes on Fridays");

        assertThat(find(Entries.AT, undated, longer, users))
                .containsExactly(flaw(Flaw.Kind.UNDATED, "u"), flaw(Flaw.Kind.LONG, "l"));
    }

    @Test
    void opposites_and_other_kinds_are_not_the_same() {
        MemoryEntry fact = Entries.fact("a", "the cache is cleared before each release of the server");
        MemoryEntry opposite = Entries.fact("b", "the cache is not cleared before each release of the server");
        MemoryEntry decision = Entries.entry("c", Kind.DECISION, fact.text(), Origin.AGENT);

        assertThat(find(Entries.AT, fact, opposite, decision)).isEmpty();
    }

    /** The filters leave out only pairs that are not alike: what comparing each with each finds is found. */
    @Test
    void none_that_is_alike_is_left_out_for_speed() {
        Random random = new Random(7);
        List<Set<String>> texts = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            StringBuilder text = new StringBuilder();
            for (int word = 0; word < 3 + random.nextInt(9); word++) {
                text.append('w').append((char) ('a' + random.nextInt(14))).append(' ');
            }
            texts.add(Words.of(text.toString()));
        }
        // Few enough texts for each word to lead to all of them.
        for (int from = 0; from < texts.size(); from += 50) {
            List<Set<String>> some = texts.subList(from, from + 50);
            RareWords rare = new RareWords(some);
            for (int i = 0; i < some.size(); i++) {
                int at = i;
                List<Integer> each = new ArrayList<>();
                for (int other = 0; other < i; other++) {
                    if (Words.overlap(some.get(other), some.get(at)) >= Words.ALIKE) {
                        each.add(other);
                    }
                }
                assertThat(rare.alike(at)).containsExactlyInAnyOrderElementsOf(each);
                rare.add(at);
            }
        }
    }

    private static List<Flaw> find(Instant now, MemoryEntry... entries) {
        return new Flaws(now, null, 10_000)
                .find(List.of(entries)).stream()
                        .map(flaw -> flaw(flaw.kind(), flaw.entries().toArray(new String[0])))
                        .toList();
    }

    private static Flaw flaw(Flaw.Kind kind, String... entries) {
        return new Flaw(kind, List.of(entries), "");
    }
}
