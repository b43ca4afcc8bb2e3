package dev.mimo.testing.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MemoryEntry.Kind;
import dev.mimo.session.MemoryEntry.Origin;
import dev.mimo.session.MemoryEntry.Seen;
import dev.mimo.session.MemoryEntry.Status;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.MemoryStore;
import dev.mimo.session.MessageRef;
import dev.mimo.session.SessionId;
import dev.mimo.session.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every {@link MemoryStore} must do. Extend it and say how a store is opened; one that does not outlive its object says
 * so by {@link #isDurable()}.
 */
public abstract class MemoryStoreContract {

    private static final MemoryScope PROJECT = MemoryScope.project("billing");
    private static final Instant AT = Instant.parse("2026-03-01T10:00:00.123Z");

    @TempDir
    private Path folder;

    private MemoryStore store;

    protected MemoryStoreContract() {}

    /** Opens a store in {@code folder}; called again, it must find what was kept there. */
    protected abstract MemoryStore openStore(Path folder) throws IOException;

    /** Whether memory outlives the store object. */
    protected boolean isDurable() {
        return true;
    }

    @BeforeEach
    final void open_the_store() throws IOException {
        store = openStore(folder);
    }

    @AfterEach
    final void close_the_store() {
        store.close();
    }

    @Test
    void nothing_is_remembered_at_first() {
        assertThat(store.read(PROJECT)).isEqualTo(new MemoryStore.Layer("", List.of(), null));
        assertThat(store.read(MemoryScope.global())).isEqualTo(new MemoryStore.Layer("", List.of(), null));
    }

    @Test
    void entries_come_back_as_they_were_given() {
        List<MemoryEntry> all = everyEntry();

        MemoryStore.Layer stored = store.update(PROJECT, adding(all));

        assertThat(stored.entries()).containsExactlyInAnyOrderElementsOf(all);
        assertThat(store.read(PROJECT)).isEqualTo(stored);
    }

    @Test
    void what_is_remembered_outlives_the_store() throws IOException {
        MemoryStore.Layer stored = store.update(PROJECT, adding(everyEntry()));

        if (isDurable()) {
            store.close();
            store = openStore(folder);
        }

        assertThat(store.read(PROJECT)).isEqualTo(stored);
    }

    @Test
    void entries_of_a_kind_keep_their_order_and_new_ones_come_last() {
        store.update(PROJECT, adding(List.of(fact("c"), fact("a"))));
        store.update(PROJECT, adding(List.of(fact("b"))));

        assertThat(store.read(PROJECT).entries()).extracting(MemoryEntry::id).containsExactly("c", "a", "b");
    }

    @Test
    void scopes_know_nothing_of_each_other() {
        List<MemoryScope> scopes = new ArrayList<>(List.of(MemoryScope.global()));
        for (String id :
                List.of("a", "A", "../a", "a/b", "a b", ".", "..", "global", "ä", "\u6570", "con", "x".repeat(200))) {
            scopes.add(MemoryScope.project(id));
        }
        for (int i = 0; i < scopes.size(); i++) {
            store.update(scopes.get(i), adding(List.of(fact("e" + i))));
        }

        for (int i = 0; i < scopes.size(); i++) {
            assertThat(store.read(scopes.get(i)).entries())
                    .as("%s", scopes.get(i))
                    .containsExactly(fact("e" + i));
        }
    }

    @Test
    void the_version_changes_with_what_is_stored_and_not_without() {
        String empty = store.read(PROJECT).version();
        String first = store.update(PROJECT, adding(List.of(fact("a")))).version();
        String same = store.update(PROJECT, entries -> new ArrayList<>(entries)).version();
        String second = store.update(PROJECT, adding(List.of(fact("b")))).version();

        assertThat(List.of(empty, first, second)).doesNotHaveDuplicates();
        assertThat(same).isEqualTo(first);
    }

    @Test
    void agents_entries_can_be_changed_and_removed() {
        store.update(PROJECT, adding(List.of(fact("a"), fact("b"), fact("c"))));
        MemoryEntry reworded = fact("b").withText("in other words").withStatus(Status.VERIFIED);

        store.update(PROJECT, entries -> List.of(reworded, entries.get(2)));

        assertThat(store.read(PROJECT).entries()).containsExactly(reworded, fact("c"));
    }

    @Test
    void an_entry_can_change_its_kind() {
        store.update(PROJECT, adding(List.of(fact("a"), fact("b"))));
        MemoryEntry rule = entry("a", Kind.RULE, Status.CONFIRMED, Origin.USER, "fact a");

        store.update(PROJECT, entries -> List.of(rule, fact("b")));

        assertThat(store.read(PROJECT).entries()).containsExactlyInAnyOrder(rule, fact("b"));
    }

    @Test
    void a_change_that_touches_what_a_person_wrote_is_refused() {
        store.update(PROJECT, adding(List.of(fact("a"), persons("Never push on Fridays."))));
        MemoryStore.Layer before = store.read(PROJECT);
        MemoryEntry persons = before.entries().stream()
                .filter(MemoryEntry::belongsToPerson)
                .findFirst()
                .orElseThrow();
        assertThat(persons.text()).isEqualTo("Never push on Fridays.");

        for (MemoryEntry instead :
                List.of(persons.withText("Push on Fridays."), persons.withStatus(Status.RETIRED), fact("b"))) {
            assertThatThrownBy(() -> store.update(
                            PROJECT,
                            entries -> entries.stream()
                                    .map(entry -> entry.equals(persons) ? instead : entry)
                                    .toList()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(persons.id());
        }
        assertThat(store.read(PROJECT)).isEqualTo(before);
    }

    @Test
    void an_id_is_never_given_twice() {
        store.update(PROJECT, adding(List.of(fact("a"))));
        MemoryStore.Layer before = store.read(PROJECT);

        assertThatThrownBy(() -> store.update(PROJECT, adding(List.of(fact("a").withText("another")))))
                .isInstanceOf(StoreException.class);
        assertThat(store.read(PROJECT)).isEqualTo(before);
    }

    @Test
    void a_change_that_fails_changes_nothing() {
        store.update(PROJECT, adding(List.of(fact("a"))));
        MemoryStore.Layer before = store.read(PROJECT);

        assertThatThrownBy(() -> store.update(PROJECT, entries -> {
                    throw new IllegalStateException("no");
                }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(store.read(PROJECT)).isEqualTo(before);
        store.update(PROJECT, adding(List.of(fact("b"))));
        assertThat(store.read(PROJECT).entries()).hasSize(2);
    }

    @Test
    void threads_lose_nothing_of_each_other() {
        int threads = 8;
        int each = 10;

        CompletableFuture.allOf(IntStream.range(0, threads)
                        .mapToObj(thread -> CompletableFuture.runAsync(() -> {
                            for (int i = 0; i < each; i++) {
                                store.update(PROJECT, adding(List.of(fact("t" + thread + "-" + i))));
                            }
                        }))
                        .toArray(CompletableFuture[]::new))
                .join();

        assertThat(store.read(PROJECT).entries()).hasSize(threads * each);
    }

    /** One of each kind, status and origin, and texts and names that are hard to write down. */
    private static List<MemoryEntry> everyEntry() {
        List<MemoryEntry> all = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (Status status : Status.values()) {
                Origin origin = status == Status.OBSERVED ? Origin.AGENT : Origin.USER;
                all.add(entry("e" + all.size(), kind, status, origin, kind + " that is " + status));
            }
        }
        for (String text : List.of(
                "# not a heading",
                "- not a bullet",
                "* * *",
                "``` not code",
                "<!-- hidden",
                "\\<!-- <!-- mimo {\"id\":\"x\"} --> --> -->",
                "[ ] to do",
                " spaces ",
                "\u6570\u636e\u5e93 \uD83D\uDE00 \u2028 \u00a0 é",
                "x".repeat(1_000))) {
            all.add(entry("e" + all.size(), Kind.GOTCHA, Status.VERIFIED, Origin.AGENT, text));
        }
        SessionId strange = SessionId.of("a#b -->\n\"<!--\" \u2028--- ä");
        all.add(new MemoryEntry(
                "e" + all.size(),
                Kind.FACT,
                "from a session with a strange name",
                Status.CONFIRMED,
                Origin.AGENT,
                new Seen(
                        AT,
                        AT.plusSeconds(60),
                        List.of(strange, SessionId.of("b")),
                        List.of(new MessageRef(strange, 7), new MessageRef(SessionId.of("b"), 0)),
                        "e1"),
                List.of("src/a b.java", "-->", "ü/\"x\"")));
        return all;
    }

    private static UnaryOperator<List<MemoryEntry>> adding(List<MemoryEntry> more) {
        return entries -> {
            List<MemoryEntry> all = new ArrayList<>(entries);
            all.addAll(more);
            return all;
        };
    }

    private static MemoryEntry fact(String id) {
        return entry(id, Kind.FACT, Status.CONFIRMED, Origin.AGENT, "fact " + id);
    }

    private static MemoryEntry persons(String text) {
        return new MemoryEntry("by-hand", Kind.RULE, text, Status.CONFIRMED, Origin.USER, null, List.of());
    }

    private static MemoryEntry entry(String id, Kind kind, Status status, Origin origin, String text) {
        SessionId session = SessionId.of("ticket-4711");
        return new MemoryEntry(
                id,
                kind,
                text,
                status,
                origin,
                Seen.once(AT, session, List.of(new MessageRef(session, 17))),
                List.of());
    }
}
