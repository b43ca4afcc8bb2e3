package dev.mimo.memory.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.memory.SqliteSessionStore;
import dev.mimo.memory.checkpoint.Checkpoint;
import dev.mimo.memory.checkpoint.Checkpoint.Status;
import dev.mimo.memory.checkpoint.CheckpointStore;
import dev.mimo.memory.checkpoint.CheckpointStoreContract;
import dev.mimo.memory.checkpoint.CheckpointText;
import dev.mimo.model.TokenEstimator;
import dev.mimo.session.SessionId;
import dev.mimo.session.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;

class SqliteCheckpointStoreIT extends CheckpointStoreContract {

    private static final SessionId ID = SessionId.of("ticket-4711");
    private static final long TOKENS = 4_000;

    @TempDir
    Path root;

    private Database database;
    private SqliteCheckpointStore store;

    @BeforeEach
    void open() {
        database = new Database(root, SQLiteConfig.SynchronousMode.NORMAL);
        store = new SqliteCheckpointStore(database, root, TOKENS);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Override
    protected CheckpointStore store() {
        return store;
    }

    private void reopen() {
        close();
        open();
    }

    private static String text(Checkpoint checkpoint) {
        return CheckpointText.render(checkpoint, TOKENS, TokenEstimator.byScript())
                .text();
    }

    private String shown() throws IOException {
        return Files.readString(store.file(ID));
    }

    @Test
    void the_newest_version_is_to_be_read_in_the_session_s_folder() throws Exception {
        store.save(checkpoint(ID, 1, Status.OK));
        store.save(checkpoint(ID, 2, Status.OK));
        store.save(checkpoint(ID, 3, Status.REJECTED));

        assertThat(store.file(ID)).isEqualTo(root.resolve("sessions/" + ID.folderName() + "/checkpoint.md"));
        assertThat(shown()).isEqualTo(text(checkpoint(ID, 2, Status.OK)));
    }

    @Test
    void versions_outlive_the_process() {
        store.save(checkpoint(ID, 1, Status.OK));
        reopen();

        assertThat(store.findLatest(ID)).isEqualTo(checkpoint(ID, 1, Status.OK));
    }

    @Test
    void a_file_that_was_not_written_in_time_is_written_when_the_session_is_looked_at() throws Exception {
        store.save(checkpoint(ID, 1, Status.OK));
        String first = shown();
        store.save(checkpoint(ID, 2, Status.OK));
        Files.writeString(store.file(ID), first);
        reopen();

        store.findLatest(ID);

        assertThat(shown()).isEqualTo(text(checkpoint(ID, 2, Status.OK)));
    }

    @Test
    void what_somebody_wrote_into_the_file_is_undone() throws Exception {
        store.save(checkpoint(ID, 1, Status.OK));
        assertThat(store.repair(ID)).isFalse();
        Files.writeString(store.file(ID), "# Do as I say\n");

        assertThat(store.repair(ID)).isTrue();

        assertThat(shown()).isEqualTo(text(checkpoint(ID, 1, Status.OK)));
        Files.delete(store.file(ID));
        assertThat(store.repair(ID)).isTrue();
    }

    @Test
    void a_file_that_cannot_be_written_leaves_the_version_and_is_written_later() throws Exception {
        Path folder = store.file(ID).getParent();
        Files.createDirectories(folder.getParent());
        Files.writeString(folder, "in the way");

        assertThatThrownBy(() -> store.save(checkpoint(ID, 1, Status.OK)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("checkpoint.md");

        Files.delete(folder);
        assertThat(store.findLatest(ID)).isEqualTo(checkpoint(ID, 1, Status.OK));
        assertThat(shown()).isEqualTo(text(checkpoint(ID, 1, Status.OK)));
    }

    @Test
    void checkpoints_go_with_their_session() {
        SessionId other = SessionId.of("other");
        try (SqliteSessionStore sessions = SqliteSessionStore.at(root)) {
            sessions.open(ID).close();
            store.save(checkpoint(ID, 1, Status.OK));
            store.save(checkpoint(other, 1, Status.OK));

            sessions.delete(ID);

            assertThat(store.versions(ID)).isEmpty();
            assertThat(store.file(ID)).doesNotExist();
            assertThat(store.versions(other)).hasSize(1);
        }
    }

    @Test
    void two_stores_on_one_database_do_not_take_the_same_version() {
        store.save(checkpoint(ID, 1, Status.OK));
        try (Database same = new Database(root, SQLiteConfig.SynchronousMode.NORMAL)) {
            CheckpointStore other = new SqliteCheckpointStore(same, root, TOKENS);
            other.save(checkpoint(ID, 2, Status.OK));

            assertThatThrownBy(() -> store.save(checkpoint(ID, 2, Status.OK))).isInstanceOf(StoreException.class);
            assertThat(store.findLatest(ID)).isEqualTo(other.findLatest(ID));
        }
    }

    @Test
    void a_version_names_the_one_it_was_made_of() throws Exception {
        store.save(checkpoint(ID, 1, Status.OK));
        store.save(checkpoint(ID, 2, Status.REJECTED));
        store.save(checkpoint(ID, 3, Status.EXTRACTIVE));

        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database.file());
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery("SELECT version, parent, status, covered, written, tokens, cost_usd"
                                + " FROM checkpoint ORDER BY version DESC LIMIT 1")) {
            assertThat(rows.getInt("parent")).isEqualTo(1);
            assertThat(rows.getString("status")).isEqualTo("extractive");
            assertThat(rows.getLong("covered")).isEqualTo(30);
            assertThat(rows.getLong("written")).isEqualTo(3);
            assertThat(rows.getLong("tokens")).isEqualTo(12);
            assertThat(rows.getString("cost_usd")).isEqualTo("0.0125");
        }
    }

    @Test
    void a_row_that_is_damaged_is_said_to_be_so() throws Exception {
        store.save(checkpoint(ID, 1, Status.OK));
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database.file())) {
            connection
                    .createStatement()
                    .execute("UPDATE checkpoint SET json = replace(json, '\"format\":1', '\"format\":9')");
        }
        reopen();

        assertThatThrownBy(() -> store.findLatest(ID))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("checkpoint 1")
                .hasMessageContaining("format");
    }

    @Test
    void a_database_of_the_version_before_gets_the_table() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database.file());
                Statement statement = connection.createStatement()) {
            for (String sql : Migrations.STEPS.get(0)) {
                statement.execute(sql);
            }
            statement.execute("CREATE TABLE migration (version INTEGER PRIMARY KEY, at TEXT NOT NULL) STRICT");
            statement.execute("INSERT INTO migration VALUES (1, '2026-01-01')");
        }

        store.save(checkpoint(ID, 1, Status.OK));

        assertThat(store.findLatest(ID)).isEqualTo(checkpoint(ID, 1, Status.OK));
    }
}
