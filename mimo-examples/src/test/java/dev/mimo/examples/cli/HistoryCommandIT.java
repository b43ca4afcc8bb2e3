package dev.mimo.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.memory.SqliteSessionStore;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.session.Entry;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionLog;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mimo history} and {@code mimo sessions}. */
class HistoryCommandIT {

    @TempDir
    Path home;

    private CommandLineRuns mimo;

    @BeforeEach
    void open() {
        mimo = new CommandLineRuns(home);
        try (SqliteSessionStore store = SqliteSessionStore.at(home)) {
            append(store, "ticket#1", "the port is 5433", "call getUserById\nagain");
            append(store, "other", "the port of the harbour");
            store.assign(SessionId.of("other"), "ships");
        }
    }

    @AfterEach
    void close() {
        mimo.close();
    }

    @Test
    void what_was_said_is_found_and_shown() {
        assertThat(mimo.call("history", "search", "port", "the")).isZero();
        assertThat(mimo.out()).contains("ticket#1#0  ", "  user\n    the port is 5433\n", "other#0  ");

        assertThat(mimo.call("history", "show", "ticket#1#1")).isZero();
        assertThat(mimo.out()).contains("ticket#1#1  ", "\n    call getUserById\n    again\n");
    }

    @Test
    void a_scope_and_a_limit_bound_the_search() {
        mimo.call("history", "search", "port", "--project", "ships");
        assertThat(mimo.out()).contains("harbour").doesNotContain("5433");

        assertThat(mimo.call("history", "search", "UserBy", "--session", "ticket#1", "--limit", "1", "--json"))
                .isZero();
        assertThat(mimo.out()).contains("\"ref\":\"ticket#1#1\"", "\"source\":\"user\"");

        assertThat(mimo.call("history", "search", "port", "--session", "a", "--all"))
                .isEqualTo(2);
        assertThat(mimo.call("history", "search", "port", "--limit", "0")).isEqualTo(2);
    }

    @Test
    void what_nobody_said_is_told() {
        assertThat(mimo.call("history", "search", "needle")).isZero();
        assertThat(mimo.out()).contains("Nobody said that.");
        assertThat(mimo.call("history", "show", "ticket#1#9")).isEqualTo(2);
        assertThat(mimo.err()).contains("there is no message ticket#1#9");
        assertThat(mimo.call("history", "show", "rubbish")).isEqualTo(2);
    }

    @Test
    void neighbours_are_shown_when_wanted() {
        mimo.call("history", "show", "ticket#1#0", "--around", "1");

        assertThat(mimo.out()).contains("5433", "getUserById");
    }

    @Test
    void sessions_are_listed_forked_and_deleted() {
        assertThat(mimo.call("sessions")).isZero();
        assertThat(mimo.out()).contains("ticket#1  ", "  2 entries\n    the port is 5433\n", "1 entries  [ships]");

        assertThat(mimo.call("sessions", "fork", "ticket#1", "copy", "--entries", "1"))
                .isZero();
        assertThat(mimo.call("sessions", "delete", "ticket#1")).isZero();
        assertThat(mimo.call("sessions", "delete", "ticket#1")).isEqualTo(2);
        assertThat(mimo.call("sessions", "fork", "other", "copy")).isEqualTo(2);
        assertThat(mimo.err()).contains("there is no session \"ticket#1\"", "there is a session \"copy\" already");

        assertThat(mimo.call("sessions", "list", "--json")).isZero();
        String last = mimo.out().lines().reduce((first, second) -> second).orElseThrow();
        assertThat(Json.readObject(last).properties())
                .extracting(field -> field.getKey())
                .containsExactly("session", "entries", "last_written", "project", "first_words");
    }

    private static void append(SqliteSessionStore store, String session, String... texts) {
        try (SessionLog log = store.open(SessionId.of(session))) {
            List<Entry> entries = Arrays.stream(texts)
                    .<Entry>map(text -> new Entry.MessageAdded(Message.user(text), null))
                    .toList();
            log.append(entries);
        }
    }
}
