package dev.mimo.testing.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.ProviderData;
import dev.mimo.model.StopReason;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.Usage;
import dev.mimo.session.Entry;
import dev.mimo.session.HistorySearch;
import dev.mimo.session.HistorySearch.Hit;
import dev.mimo.session.HistorySearch.Query;
import dev.mimo.session.HistorySearch.Scope;
import dev.mimo.session.HistorySearch.Source;
import dev.mimo.session.MessageRef;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionLog;
import dev.mimo.session.SessionStore;
import dev.mimo.session.Stored;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link HistorySearch} must do. Extend it and say how a store is opened and searched. */
public abstract class HistorySearchContract {

    private static final SessionId ID = SessionId.of("ticket-4711");
    private static final SessionId OTHER = SessionId.of("other");

    @TempDir
    private Path folder;

    private SessionStore store;
    private HistorySearch search;

    protected HistorySearchContract() {}

    /** Opens an empty store in {@code folder}. */
    protected abstract SessionStore openStore(Path folder) throws IOException;

    /** The search of that store. */
    protected abstract HistorySearch search(SessionStore store);

    /** Says that a session, which exists, belongs to a project from now on. */
    protected abstract void assign(SessionStore store, SessionId session, String project);

    @BeforeEach
    final void open_the_store() throws IOException {
        store = openStore(folder);
        search = search(store);
    }

    @AfterEach
    final void close_the_store() {
        store.close();
    }

    @Test
    void words_are_found_whatever_their_case_accents_and_marks() throws InterruptedException {
        append(ID, user("The Café's menu, however: (naïve) ENDE."), user("something else"));

        assertThat(found("cafe")).containsExactly(0L);
        assertThat(found("NAIVE")).containsExactly(0L);
        assertThat(found("menu ende")).containsExactly(0L);
        assertThat(found("ende menu")).containsExactly(0L);
        assertThat(found("café's")).containsExactly(0L);
    }

    @Test
    void all_words_have_to_stand_in_the_message() throws InterruptedException {
        append(ID, user("red apples"), user("red pears"), user("green pears"));

        assertThat(found("red")).containsExactly(1L, 0L);
        assertThat(found("red pears")).containsExactly(1L);
        assertThat(found("red plums")).isEmpty();
    }

    @Test
    void words_in_double_quotes_stand_together() throws InterruptedException {
        append(ID, user("connection pool is full"), user("the pool has no connection"));

        assertThat(found("connection pool")).containsExactlyInAnyOrder(0L, 1L);
        assertThat(found("\"connection pool\"")).containsExactly(0L);
        assertThat(found("full \"connection pool\"")).containsExactly(0L);
        assertThat(found("\"connection pool")).containsExactly(0L);
    }

    @Test
    void identifiers_error_codes_and_paths_are_found() throws InterruptedException {
        append(
                ID,
                user("call getUserById(7) twice"),
                user("error[E0382]: use of moved value"),
                user("see src/main/java/Foo.java:42, please"),
                user("max_retry_count = 3"),
                user("https://example.org/a/b?x=1&y=2#top is the page"));

        assertThat(found("getUserById")).containsExactly(0L);
        assertThat(found("getuserbyid")).containsExactly(0L);
        assertThat(found("E0382")).containsExactly(1L);
        assertThat(found("error[E0382]")).containsExactly(1L);
        assertThat(found("src/main/java/Foo.java")).containsExactly(2L);
        assertThat(found("java/Foo.java")).containsExactly(2L);
        assertThat(found("Foo.java")).containsExactly(2L);
        assertThat(found("max_retry_count")).containsExactly(3L);
        assertThat(found("https://example.org/a/b?x=1&y=2#top")).containsExactly(4L);
        assertThat(found("example.org")).containsExactly(4L);
    }

    @Test
    void fragments_of_long_names_are_found_when_no_word_is() throws InterruptedException {
        append(
                ID,
                user("AbstractSingletonProxyFactoryBean broke"),
                user("max_retry_count_for_uploads"),
                user("look into src/main/java/org/example/Reconciliation.java"));

        assertThat(found("ProxyFact")).containsExactly(0L);
        assertThat(found("singletonproxy")).containsExactly(0L);
        assertThat(found("retry_count_for_up")).containsExactly(1L);
        assertThat(found("example/Reconc")).containsExactly(2L);
        assertThat(found("ProxyFact broke")).containsExactly(0L);
        assertThat(found("ProxyFact uploads")).isEmpty();
        assertThat(found("Pr")).isEmpty();
    }

    @Test
    void any_part_of_text_without_spaces_is_found() throws InterruptedException {
        append(ID, user("我们把数据库连接池改成了十个。"), user("データベースを移行する"), user("데이터베이스를 옮긴다"));

        assertThat(found("数据库")).containsExactly(0L);
        assertThat(found("数据")).containsExactly(0L);
        assertThat(found("库连接")).containsExactly(0L);
        assertThat(found("库")).containsExactly(0L);
        assertThat(found("据数")).isEmpty();
        assertThat(found("データベース")).containsExactly(1L);
        assertThat(found("テータ")).isEmpty();
        assertThat(found("베이스")).containsExactly(2L);
    }

    @Test
    void everything_that_is_said_is_found_with_who_said_it() throws InterruptedException {
        ToolCall call = ToolCall.of(
                "c1",
                "write_file",
                Json.object().put("path", "Zebra.java").put("content", "class Zebra {\n  int stripes;\n}"));
        append(
                ID,
                user("alpha"),
                new Entry.MessageAdded(new Message.User(List.of(Content.text("bravo")), "nudge"), null),
                new Entry.ReplyAdded(
                        Message.assistant(
                                new Content.Thinking("secretly delta", new ProviderData("p", Json.object())),
                                Content.text("charlie"),
                                call),
                        StopReason.TOOL_CALLS,
                        Usage.of(1, 2)),
                new Entry.CallFinished(ToolResult.of(call, "echo written")));

        assertThat(hit("alpha").source()).isEqualTo(Source.USER);
        assertThat(hit("bravo").source()).isEqualTo(Source.RUNTIME);
        assertThat(hit("charlie").source()).isEqualTo(Source.ASSISTANT);
        assertThat(hit("stripes").source()).isEqualTo(Source.TOOL_CALL);
        assertThat(hit("write_file zebra").source()).isEqualTo(Source.TOOL_CALL);
        assertThat(hit("int stripes").ref()).isEqualTo(new MessageRef(ID, 2));
        assertThat(hit("echo").source()).isEqualTo(Source.TOOL_RESULT);
        assertThat(found("charlie stripes")).containsExactly(2L);
        assertThat(found("delta")).isEmpty();
    }

    @Test
    void pictures_are_not_searched() throws InterruptedException {
        append(
                ID,
                new Entry.MessageAdded(
                        new Message.User(
                                List.of(Content.text("picture"), new Content.Image("image/png", "iVBORw0KGgo")), null),
                        null),
                user("![x](data:image/png;base64,AAAAFGZ0eXBxdCAg/abcDEF==) afterwards"));

        assertThat(found("iVBORw0KGgo")).isEmpty();
        assertThat(found("AAAAFGZ0eXBxdCAg")).isEmpty();
        assertThat(found("GZ0eXBxdC")).isEmpty();
        assertThat(found("picture")).containsExactly(0L);
        assertThat(found("afterwards")).containsExactly(1L);
    }

    @Test
    void a_hit_tells_where_when_and_shows_the_words() throws InterruptedException {
        append(ID, user("nothing here"), user("x ".repeat(4_000) + "🦙 the needle lies here 🦙 " + "y ".repeat(4_000)));

        Hit hit = hit("needle");
        Stored stored = Objects.requireNonNull(store.find(ID)).page(1, 1).get(0);

        assertThat(hit.ref()).isEqualTo(new MessageRef(ID, 1));
        assertThat(hit.at()).isEqualTo(stored.at());
        assertThat(hit.excerpt())
                .contains("the needle lies here")
                .startsWith("…")
                .endsWith("…");
        assertThat(hit.excerpt().length()).isBetween(300, 500);
    }

    @Test
    void words_far_apart_in_a_long_message_are_found() throws InterruptedException {
        String filler = "lorem ipsum dolor ".repeat(1_000);
        append(
                ID,
                user("firstword " + filler + " lastword"),
                user("firstword " + filler),
                user("short lastword"),
                user(filler + "middleword " + filler));

        assertThat(found("firstword lastword")).containsExactly(0L);
        assertThat(found("middleword")).containsExactly(3L);
    }

    @Test
    void a_name_is_found_wherever_a_long_message_is_cut() throws InterruptedException {
        append(
                ID,
                IntStream.iterate(3_900, n -> n < 4_100, n -> n + 3)
                        .mapToObj(n -> user("🦙".repeat(n / 2) + " ".repeat(1 + n % 2) + "needleNumber" + n + " "
                                + "x ".repeat(300)))
                        .toArray(Entry[]::new));

        for (int n = 3_900; n < 4_100; n += 3) {
            assertThat(found("needleNumber" + n)).containsExactly((n - 3_900L) / 3);
        }
    }

    @Test
    void a_scope_bounds_the_search() throws InterruptedException {
        append(ID, user("needle one"));
        append(OTHER, user("needle two"), user("needle three"));
        append(SessionId.of("third"), user("needle four"));
        assign(store, ID, "billing");
        assign(store, OTHER, "shipping");
        search.catchUp();

        assertThat(hits("needle", new Scope.Everywhere())).hasSize(4);
        assertThat(hits("needle", new Scope.InSession(OTHER)))
                .containsExactlyInAnyOrder(new MessageRef(OTHER, 0), new MessageRef(OTHER, 1));
        assertThat(hits("needle", new Scope.InProject("billing"))).containsExactly(new MessageRef(ID, 0));
        assertThat(hits("needle", new Scope.InProject("shipping"))).hasSize(2);
        assertThat(hits("needle", new Scope.InProject("nobody's"))).isEmpty();
        assertThat(hits("needle", new Scope.InSession(SessionId.of("none")))).isEmpty();
        assertThat(hits("needle two", new Scope.InProject("billing"))).isEmpty();
    }

    @Test
    void a_session_takes_what_it_said_with_it_into_another_project() throws InterruptedException {
        append(ID, user("needle one"), user("getUserById"));
        assign(store, ID, "billing");
        search.catchUp();
        assign(store, ID, "shipping");
        append(ID, user("needle two"));

        assertThat(hits("needle", new Scope.InProject("shipping"))).hasSize(2);
        assertThat(hits("serById", new Scope.InProject("shipping"))).hasSize(1);
        assertThat(hits("needle", new Scope.InProject("billing"))).isEmpty();
        assertThat(hits("needle", new Scope.Everywhere())).hasSize(2);
    }

    @Test
    void there_are_no_more_hits_than_wanted_and_the_newest_of_equals_come_first() throws InterruptedException {
        append(ID, IntStream.range(0, 150).mapToObj(n -> user("needle")).toArray(Entry[]::new));

        assertThat(search.search(new Query("needle", new Scope.Everywhere(), 3)))
                .extracting(hit -> hit.ref().sequence())
                .containsExactly(149L, 148L, 147L);
        assertThat(search.search(new Query("needle", new Scope.Everywhere(), HistorySearch.MOST_HITS)))
                .hasSize(HistorySearch.MOST_HITS);
        assertThatThrownBy(() -> new Query("needle", new Scope.Everywhere(), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothing_is_found_where_nothing_was_said() throws InterruptedException {
        search.catchUp();
        assertThat(found("needle")).isEmpty();

        append(ID, new Entry.TurnStarted("t1"), user("hay"), new Entry.TurnEnded("t1", "done", "needle"));

        assertThat(found("needle")).isEmpty();
    }

    @Test
    void a_query_is_never_an_error() throws InterruptedException {
        append(ID, user("alpha AND NOT beta* text:gamma literals 100% \"quoted\" 数据库"));
        List<String> hostile = List.of(
                "",
                " ",
                "\"",
                "\"\"",
                "\"\"\"",
                "*",
                "^",
                "()",
                "(",
                "NEAR(",
                "alpha AND",
                "AND",
                "OR NOT",
                "a\0b",
                "\0",
                "{text}: x",
                "-alpha",
                "+",
                "'; DROP TABLE entry; --",
                "🦙",
                "🦙🦙🦙",
                "\ud83d",
                "\udc99x",
                "%",
                "_",
                "___",
                "\u0301",
                "\ue000",
                "a".repeat(10_000),
                "数".repeat(10_000),
                "\"a ".repeat(3_000),
                "a.b/".repeat(2_500),
                "x y ".repeat(2_500),
                "\u202e\u2028\ufeff",
                "../../../etc",
                "data:;base64,",
                "://",
                "a://");

        for (String query : hostile) {
            for (Scope scope :
                    List.of(new Scope.Everywhere(), new Scope.InSession(ID), new Scope.InProject("\0\"'数" + query))) {
                assertThat(search.search(new Query(query, scope, 5))).hasSizeLessThan(2);
            }
        }
        assertThat(found("AND NOT")).containsExactly(0L);
        assertThat(found("text:gamma")).containsExactly(0L);
        assertThat(found("100% \"quoted\"")).containsExactly(0L);
        assertThat(found("beta*")).containsExactly(0L);
    }

    @Test
    void a_deleted_session_is_not_found_and_the_others_are() throws InterruptedException {
        append(ID, user("needle getUserById"), user("onlyHere"));
        append(OTHER, user("needle getUserById"));
        search.catchUp();

        store.delete(ID);

        assertThat(hits("needle", new Scope.Everywhere())).containsExactly(new MessageRef(OTHER, 0));
        assertThat(hits("UserBy", new Scope.Everywhere())).containsExactly(new MessageRef(OTHER, 0));
        assertThat(found("onlyHere")).isEmpty();
        assertThat(found("nlyHer")).isEmpty();
        append(ID, user("again onlyHere"));
        assertThat(found("onlyHere")).containsExactly(0L);
        assertThat(found("needle")).hasSize(1);
    }

    private void append(SessionId session, Entry... entries) throws InterruptedException {
        try (SessionLog log = store.open(session)) {
            log.append(List.of(entries));
        }
        search.catchUp();
    }

    private List<Long> found(String words) {
        return hits(words, new Scope.Everywhere()).stream()
                .map(MessageRef::sequence)
                .toList();
    }

    private List<MessageRef> hits(String words, Scope scope) {
        return search.search(new Query(words, scope, 50)).stream().map(Hit::ref).toList();
    }

    private Hit hit(String words) {
        List<Hit> hits = search.search(new Query(words, new Scope.Everywhere(), 50));
        assertThat(hits).as(words).hasSize(1);
        return hits.get(0);
    }

    private static Entry user(String text) {
        return new Entry.MessageAdded(Message.user(text), null);
    }
}
