package dev.mimo.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.model.Json;
import dev.mimo.session.Entry;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionLog;
import dev.mimo.session.SessionStore;
import dev.mimo.session.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteSessionStoreFaultsIT {

    private static final SessionId ID = SessionId.of("ticket");
    private static final List<Entry> ENTRY =
            List.of(new Entry.Noted("k", Json.object().put("n", 1)));

    @TempDir
    Path folder;

    @Test
    void nothing_is_made_before_the_first_session() throws IOException {
        try (SessionStore store = SqliteSessionStore.at(folder.resolve("root"))) {
            assertThat(store.list()).isEmpty();
            assertThat(store.find(ID)).isNull();
            store.delete(ID);
        }

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_file_that_is_no_database_is_told_and_left_as_it_is() throws IOException {
        byte[] rubbish = "this is no database, but the only copy of something else"
                .repeat(100)
                .getBytes();
        Files.write(folder.resolve("mimo.db"), rubbish);

        try (SessionStore store = SqliteSessionStore.at(folder)) {
            assertThatThrownBy(() -> store.open(ID))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("mimo.db");
            assertThatThrownBy(store::list).isInstanceOf(StoreException.class);
        }
        assertThat(folder.resolve("mimo.db")).hasBinaryContent(rubbish);
    }

    @Test
    void a_database_of_a_later_release_is_refused() throws SQLException {
        try (SessionStore store = SqliteSessionStore.at(folder)) {
            store.open(ID).append(ENTRY);
        }
        execute("INSERT INTO migration VALUES (99, 'later')");

        try (SessionStore store = SqliteSessionStore.at(folder)) {
            assertThatThrownBy(() -> store.open(ID))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("version 99");
        }
    }

    @Test
    void an_entry_that_cannot_be_read_is_told_with_its_place() throws SQLException {
        try (SessionStore store = SqliteSessionStore.at(folder)) {
            try (SessionLog log = store.open(ID)) {
                log.append(ENTRY);
                log.append(ENTRY);
            }
            execute("UPDATE entry SET json = '{\"type\":\"sung\"}' WHERE sequence = 1");
            assertThatThrownBy(() -> store.find(ID).page(0, 9))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("\"ticket\", entry 1.type")
                    .hasMessageContaining("sung");
            execute("DELETE FROM entry WHERE sequence = 0");
            assertThatThrownBy(() -> store.find(ID).page(0, 9)).hasMessageContaining("entry 0 is missing");
        }
    }

    @Test
    void a_writer_whose_lease_was_taken_writes_nothing() throws SQLException {
        try (SessionStore store = SqliteSessionStore.at(folder)) {
            SessionLog log = store.open(ID);
            log.append(ENTRY);
            execute("UPDATE session SET lease = 'another/1'");

            assertThatThrownBy(() -> log.append(ENTRY))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("taken over");
            assertThat(store.find(ID).size()).isOne();
        }
    }

    @Test
    void a_lease_of_a_dead_owner_is_taken_over() throws SQLException {
        try (SessionStore store = SqliteSessionStore.at(folder)) {
            store.open(ID).close();
            execute("UPDATE session SET lease = 'gone/1', process = "
                    + ProcessHandle.current().pid());

            try (SessionLog log = store.open(ID)) {
                assertThat(log.append(ENTRY)).isZero();
            }
        }
    }

    @Test
    void the_database_is_private_and_no_owner_is_left_behind() throws IOException {
        Path root = folder.resolve("root");
        try (SessionStore store = SqliteSessionStore.at(root)) {
            store.open(ID).append(ENTRY);
            for (String file : List.of("mimo.db", "mimo.db-wal", "mimo.db-shm")) {
                assertThat(Files.getPosixFilePermissions(root.resolve(file)))
                        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            }
        }

        assertThat(Files.getPosixFilePermissions(root)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(root.resolve("owners")).isEmptyDirectory();
        assertThat(root.resolve("mimo.db-wal")).doesNotExist();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("mimo.db"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
