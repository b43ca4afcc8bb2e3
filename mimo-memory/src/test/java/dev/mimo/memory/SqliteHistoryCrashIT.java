package dev.mimo.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.model.Message;
import dev.mimo.session.Entry;
import dev.mimo.session.HistorySearch.Query;
import dev.mimo.session.HistorySearch.Scope;
import dev.mimo.session.MessageRef;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the index has when the process that fills it is killed at any moment, and when two fill it at once. */
class SqliteHistoryCrashIT {

    @TempDir
    Path root;

    /** Appends named messages to a session, so many or until it is killed, and fills the index; says each that it was promised. */
    public static void main(String[] arguments) throws InterruptedException {
        SessionId id = SessionId.of(arguments[1]);
        try (SqliteSessionStore store = SqliteSessionStore.at(Path.of(arguments[0]));
                SessionLog log = store.open(id)) {
            long end = log.transcript().size() + Long.parseLong(arguments[2]);
            for (long n = log.transcript().size(); n < end; n++) {
                log.append(List.of(new Entry.MessageAdded(Message.user("needle of " + name(id, n)), null)));
                System.out.println(n + 1);
                if (n % 3 == 0) {
                    store.search().catchUp();
                }
            }
        }
    }

    private static String name(SessionId id, long n) {
        return id + "_message_" + n + "_end";
    }

    @Test
    void no_message_is_lost_or_found_twice_when_the_process_is_killed() throws Exception {
        killAndCheck(6);
    }

    @Test
    @Tag("crash")
    void no_message_is_lost_or_found_twice_in_three_hundred_kills() throws Exception {
        killAndCheck(300);
    }

    @Test
    void two_processes_fill_one_index() throws Exception {
        Process first = start("first", 300);
        Process second = start("second", 300);
        read(first, 300);
        read(second, 300);
        assertThat(first.waitFor()).isZero();
        assertThat(second.waitFor()).isZero();

        check(SessionId.of("first"), 300);
        check(SessionId.of("second"), 300);
        assertThat(number("SELECT count(*) FROM history WHERE history MATCH 'needle'"))
                .isEqualTo(600);
    }

    private void killAndCheck(int cycles) throws Exception {
        for (int cycle = 0; cycle < cycles; cycle++) {
            Process process = start("crash", Long.MAX_VALUE / 2);
            long promised = read(process, 3 + cycle * 7 % 50);
            process.waitFor();

            long size = check(SessionId.of("crash"), promised);
            assertThat(number("SELECT count(*) FROM history WHERE history MATCH 'needle'"))
                    .isEqualTo(size);
            assertThat(number("SELECT count(*) FROM history_chunk")).isEqualTo(size);
        }
    }

    /** Looks for the first and the last messages by their names, and at the index for all. */
    private long check(SessionId id, long promised) throws Exception {
        try (SqliteSessionStore store = SqliteSessionStore.at(root)) {
            store.search().catchUp();
            long size = store.find(id).size();
            assertThat(size).isGreaterThanOrEqualTo(promised);
            for (long n = 0; n < size; n += n > 20 && n < size - 20 ? 17 : 1) {
                assertThat(store.search().search(new Query(name(id, n), new Scope.Everywhere(), 5)))
                        .extracting(hit -> hit.ref())
                        .containsExactly(new MessageRef(id, n));
            }
            return size;
        }
    }

    /** Reads so many lines, kills the process when it has more to say, and gives what it last said. */
    private static long read(Process process, int lines) throws IOException {
        long promised = 0;
        try (BufferedReader said = process.inputReader()) {
            for (int i = 0; i < lines; i++) {
                promised = Long.parseLong(said.readLine());
            }
            if (lines < 300) {
                process.toHandle().destroyForcibly();
            }
        }
        return promised;
    }

    private long number(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + root.resolve("mimo.db"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private Process start(String session, long count) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new ProcessBuilder(List.of(
                        java.toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        getClass().getName(),
                        root.toString(),
                        session,
                        Long.toString(count)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
