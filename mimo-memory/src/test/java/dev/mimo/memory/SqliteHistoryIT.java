package dev.mimo.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.model.Message;
import dev.mimo.session.Entry;
import dev.mimo.session.EntryFormat;
import dev.mimo.session.HistorySearch.Hit;
import dev.mimo.session.HistorySearch.Query;
import dev.mimo.session.HistorySearch.Scope;
import dev.mimo.session.MessageRef;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionLog;
import dev.mimo.session.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index of history in the database: how it is filled, and what it keeps. */
class SqliteHistoryIT {

    private static final SessionId ID = SessionId.of("ticket");
    private static final SessionId OTHER = SessionId.of("other");

    @TempDir
    Path folder;

    @Test
    void a_message_is_found_by_whoever_appended_it_at_once() {
        try (SqliteSessionStore store = SqliteSessionStore.at(folder);
                SessionLog log = store.open(ID)) {
            log.append(List.of(user("needle")));

            assertThat(found(store, "needle")).containsExactly(new MessageRef(ID, 0));
        }
    }

    @Test
    void what_says_all_words_together_comes_before_newer_messages_that_have_them_apart() {
        String gap = " and so on".repeat(40);
        try (SqliteSessionStore store = SqliteSessionStore.at(folder)) {
            append(store, ID, user("The port of the ledger is 7001."));
            for (int i = 0; i < 60; i++) {
                append(store, ID, user("The port " + i + " is open." + gap + " We looked at the ledger."));
            }
            append(store, ID, user("Now the ledger has the port 7002."));

            assertThat(found(store, "ledger port").subList(0, 3))
                    .containsExactly(new MessageRef(ID, 61), new MessageRef(ID, 0), new MessageRef(ID, 60));
        }
    }

    @Test
    void what_was_appended_is_indexed_by_itself() throws Exception {
        try (SqliteSessionStore store = SqliteSessionStore.at(folder);
                SessionLog log = store.open(ID)) {
            log.append(List.of(user("needle")));

            while (number("SELECT count(*) FROM history_chunk") == 0) {
                Thread.onSpinWait();
            }
            assertThat(number("SELECT entry FROM history_mark")).isOne();
        }
    }

    @Test
    void appends_go_before_the_index_and_nothing_is_left_out_or_written_twice() throws Exception {
        int count = 1_500;
        try (SqliteSessionStore store = SqliteSessionStore.at(folder);
                SessionLog log = store.open(ID)) {
            Thread appender = new Thread(() -> {
                for (int i = 0; i < count; i++) {
                    log.append(List.of(user("needle number" + i)));
                }
            });
            appender.start();
            while (appender.isAlive()) {
                store.search().catchUp();
            }
            appender.join();
            store.search().catchUp();

            assertThat(number("SELECT count(*) FROM history_chunk")).isEqualTo(count);
            assertThat(number("SELECT count(DISTINCT entry_id) FROM history_chunk"))
                    .isEqualTo(count);
            assertThat(number("SELECT count(*) FROM history WHERE history MATCH 'needle'"))
                    .isEqualTo(count);
            assertThat(found(store, "number777")).containsExactly(new MessageRef(ID, 777));
        }
    }

    @Test
    void who_says_something_and_then_searches_finds_it_while_others_append() throws Exception {
        try (SqliteSessionStore store = SqliteSessionStore.at(folder);
                SessionLog log = store.open(ID);
                SessionLog other = store.open(OTHER)) {
            Thread appender = new Thread(() -> {
                for (int i = 0; i < 600; i++) {
                    other.append(List.of(user("noise")));
                }
            });
            appender.start();
            for (int i = 0; i < 20; i++) {
                log.append(List.of(user("needle" + i)));

                assertThat(found(store, "needle" + i)).containsExactly(new MessageRef(ID, i));
            }
            appender.join();
        }
    }

    @Test
    void a_database_of_the_first_version_is_indexed_with_all_it_has() throws Exception {
        execute(
                "CREATE TABLE migration (version INTEGER PRIMARY KEY, at TEXT NOT NULL) STRICT",
                "INSERT INTO migration VALUES (1, datetime('now'))",
                "CREATE TABLE session (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, entries INTEGER NOT NULL,"
                        + " created_at INTEGER NOT NULL, last_at INTEGER NOT NULL, lease TEXT, process INTEGER) STRICT",
                "CREATE TABLE entry (id INTEGER PRIMARY KEY, session_id INTEGER NOT NULL REFERENCES session(id) ON DELETE"
                        + " CASCADE, sequence INTEGER NOT NULL, at INTEGER NOT NULL, type TEXT NOT NULL, json TEXT NOT NULL,"
                        + " UNIQUE (session_id, sequence)) STRICT",
                "INSERT INTO session VALUES (7, '\"ticket\"', 2, 1, 2, NULL, NULL)",
                "INSERT INTO entry VALUES (3, 7, 0, 1, 'message_added', '" + EntryFormat.write(user("old needle"))
                        + "')",
                "INSERT INTO entry VALUES (4, 7, 1, 2, 'message_added', '" + EntryFormat.write(user("getUserById"))
                        + "')");

        try (SqliteSessionStore store = SqliteSessionStore.at(folder)) {
            store.search().catchUp();

            assertThat(found(store, "needle")).containsExactly(new MessageRef(ID, 0));
            assertThat(found(store, "UserBy")).containsExactly(new MessageRef(ID, 1));
            try (SessionLog log = store.open(ID)) {
                assertThat(log.append(List.of(user("new needle")))).isEqualTo(2);
            }
            assertThat(found(store, "needle")).containsExactly(new MessageRef(ID, 2), new MessageRef(ID, 0));
            assertThat(store.findProject(ID)).isNull();
        }
    }

    @Test
    void a_deleted_session_leaves_nothing_and_takes_nothing_of_others() throws Exception {
        try (SqliteSessionStore store = SqliteSessionStore.at(folder)) {
            append(store, OTHER, user("sharedName and otherName"));
            append(store, ID, user("sharedName and ownName"), user("own_path/own.txt " + "long ".repeat(3_000)));
            append(store, OTHER, user("later"));
            store.search().catchUp();
            assertThat(number("SELECT count(*) FROM history_literal")).isEqualTo(4);

            store.delete(ID);

            assertThat(number("SELECT count(*) FROM history_literal")).isEqualTo(2);
            assertThat(number("SELECT count(*) FROM history_literal WHERE text IN ('sharedname', 'othername')"))
                    .isEqualTo(2);
            assertThat(number("SELECT count(*) FROM history_fragment WHERE history_fragment MATCH '\"own\"'"))
                    .isZero();
            assertThat(number("SELECT count(*) FROM history_chunk")).isEqualTo(2);
            assertThat(number("SELECT count(*) FROM history WHERE history MATCH 'sharedname OR long OR later'"))
                    .isEqualTo(2);
        }
    }

    @Test
    void ids_that_are_given_again_hide_no_message() throws Exception {
        try (SqliteSessionStore store = SqliteSessionStore.at(folder)) {
            append(store, OTHER, user("kept"));
            append(store, ID, user("one"), user("two"), user("three"));
            store.search().catchUp();
            store.delete(ID);
            append(store, OTHER, user("needle"));
            store.search().catchUp();

            assertThat(found(store, "needle")).containsExactly(new MessageRef(OTHER, 1));
            assertThat(found(store, "two")).isEmpty();
        }
    }

    @Test
    void a_fork_is_found_beside_its_origin_in_the_same_project() throws Exception {
        try (SqliteSessionStore store = SqliteSessionStore.at(folder)) {
            append(store, ID, user("needle"), user("more"));
            store.assign(ID, "billing");
            store.fork(ID, OTHER, 1);
            store.search().catchUp();

            assertThat(store.findProject(OTHER)).isEqualTo("billing");
            assertThat(store.search().search(new Query("needle", new Scope.InProject("billing"), 9)))
                    .hasSize(2);
        }
    }

    @Test
    void a_session_of_many_messages_moves_to_another_project_as_a_whole() throws Exception {
        try (SqliteSessionStore store = SqliteSessionStore.at(folder)) {
            append(
                    store,
                    ID,
                    IntStream.range(0, 450)
                            .mapToObj(n -> user("needle number" + n))
                            .toArray(Entry[]::new));
            store.assign(ID, "billing");
            store.search().catchUp();
            store.assign(ID, "shipping");

            for (int n : new int[] {0, 199, 200, 449}) {
                assertThat(store.search().search(new Query("number" + n, new Scope.InProject("shipping"), 9)))
                        .hasSize(1);
            }
            assertThat(store.search().search(new Query("needle", new Scope.InProject("billing"), 9)))
                    .isEmpty();
            assertThat(number("SELECT count(*) FROM history WHERE history MATCH 'needle'"))
                    .isEqualTo(450);
        }
    }

    @Test
    void a_damaged_entry_keeps_no_other_from_being_found() throws Exception {
        try (SqliteSessionStore store = SqliteSessionStore.at(folder)) {
            append(store, ID, user("first"), user("second"), user("third"));
            execute("UPDATE entry SET json = '{\"type\":\"sung\"}' WHERE sequence = 1");

            assertThat(found(store, "third")).containsExactly(new MessageRef(ID, 2));
            assertThat(found(store, "second")).isEmpty();
        }
    }

    @Test
    void who_searches_is_told_when_the_index_cannot_be_written() throws Exception {
        try (SqliteSessionStore store = SqliteSessionStore.at(folder);
                SessionLog log = store.open(ID)) {
            store.search().catchUp();
            execute("ALTER TABLE history_literal RENAME TO hidden");
            log.append(List.of(user("getUserById")));

            assertThatThrownBy(() -> found(store, "getUserById")).isInstanceOf(StoreException.class);

            execute("ALTER TABLE hidden RENAME TO history_literal");
            assertThat(found(store, "getUserById")).hasSize(1);
        }
    }

    @Test
    void readers_and_writers_beside_the_index_see_each_message_once() throws Exception {
        try (SqliteSessionStore store = SqliteSessionStore.at(folder);
                SqliteSessionStore second = SqliteSessionStore.at(folder)) {
            List<CompletableFuture<Void>> work = new ArrayList<>();
            for (int writer = 0; writer < 3; writer++) {
                SqliteSessionStore own = writer == 2 ? second : store;
                SessionId id = SessionId.of("writer-" + writer);
                work.add(CompletableFuture.runAsync(() -> {
                    try (SessionLog log = own.open(id)) {
                        for (int n = 0; n < 200; n++) {
                            log.append(List.of(user("needle number" + n)));
                            if (n % 20 == 0) {
                                catchUp(own);
                                assertThat(found(own, "number" + n)).contains(new MessageRef(id, n));
                            }
                        }
                    }
                }));
            }
            work.forEach(CompletableFuture::join);
            store.search().catchUp();
            second.search().catchUp();

            assertThat(number("SELECT count(*) FROM history WHERE history MATCH 'needle'"))
                    .isEqualTo(600);
            assertThat(number("SELECT count(DISTINCT entry_id) FROM history_chunk"))
                    .isEqualTo(600);
            assertThat(found(second, "number150")).hasSize(3);
        }
    }

    private static void catchUp(SqliteSessionStore store) {
        try {
            store.search().catchUp();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this", e);
        }
    }

    private static void append(SqliteSessionStore store, SessionId id, Entry... entries) {
        try (SessionLog log = store.open(id)) {
            log.append(List.of(entries));
        }
    }

    private static List<MessageRef> found(SqliteSessionStore store, String words) {
        return store.search().search(new Query(words, new Scope.Everywhere(), 50)).stream()
                .map(Hit::ref)
                .toList();
    }

    private static Entry user(String text) {
        return new Entry.MessageAdded(Message.user(text), null);
    }

    private long number(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void execute(String... sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String one : sql) {
                statement.execute(one);
            }
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("mimo.db"));
    }
}
