package dev.mimo.memory.sqlite;

import dev.mimo.session.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Brings a database from any earlier version to this one, step by step; each step is numbered and never changed again. */
public final class Migrations {

    static final List<List<String>> STEPS = List.of(
            SessionTables.STEP,
            HistoryTables.STEP,
            CheckpointTables.STEP,
            LedgerTables.STEP,
            UpkeepTables.STEP,
            UpkeepTables.MARKS,
            SessionTables.COUNTED);

    private Migrations() {}

    public static void run(Connection connection, Path file) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            boolean committed = false;
            try {
                statement.execute(
                        "CREATE TABLE IF NOT EXISTS migration (version INTEGER PRIMARY KEY, at TEXT NOT NULL) STRICT");
                int version = version(statement);
                if (version > STEPS.size()) {
                    throw new StoreException(
                            file + " has version " + version + "; this release knows up to " + STEPS.size(), null);
                }
                for (int next = version + 1; next <= STEPS.size(); next++) {
                    step(connection, statement, next);
                }
                statement.execute("COMMIT");
                committed = true;
            } finally {
                if (!committed) {
                    statement.execute("ROLLBACK");
                }
            }
        }
    }

    private static int version(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT coalesce(max(version), 0) FROM migration")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static void step(Connection connection, Statement statement, int version) throws SQLException {
        for (String sql : STEPS.get(version - 1)) {
            statement.execute(sql);
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO migration (version, at) VALUES (?, datetime('now'))")) {
            insert.setInt(1, version);
            insert.executeUpdate();
        }
    }
}
