package dev.mimo.memory.sqlite;

import dev.mimo.memory.upkeep.UpkeepLedger;
import dev.mimo.memory.upkeep.UpkeepRun;
import dev.mimo.model.Json;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ledger of upkeep in the database. Safe for use by several threads and processes. */
public final class SqliteUpkeepLedger implements UpkeepLedger {

    private static final String COLUMNS = "SELECT id, job, project, at, status, report FROM upkeep_run ";

    private final Database database;

    public SqliteUpkeepLedger(Database database) {
        this.database = database;
    }

    @Override
    public void add(UpkeepRun run, @Nullable Snapshot snapshot) {
        database.write("note a run of upkeep", connection -> {
            PreparedStatement insert = database.statement(
                    connection,
                    "INSERT INTO upkeep_run (id, job, project, at, status, report, before, after)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
            insert.setString(1, run.id());
            insert.setString(2, run.job());
            insert.setString(3, run.project());
            insert.setLong(4, run.at().toEpochMilli());
            insert.setString(5, run.status().name());
            insert.setString(6, Json.write(run.report()));
            insert.setBytes(7, snapshot == null ? null : snapshot.before());
            insert.setBytes(8, snapshot == null ? null : snapshot.after());
            return insert.executeUpdate();
        });
    }

    @Override
    public void settle(String id, UpkeepRun.Status status) {
        database.write("note the end of a run of upkeep", connection -> {
            PreparedStatement update = database.statement(connection, "UPDATE upkeep_run SET status = ? WHERE id = ?");
            update.setString(1, status.name());
            update.setString(2, id);
            return update.executeUpdate();
        });
    }

    @Override
    public List<UpkeepRun> runs(String project) {
        List<UpkeepRun> found = database.read("list runs of upkeep", connection -> {
            List<UpkeepRun> runs = new ArrayList<>();
            try (PreparedStatement query =
                    connection.prepareStatement(COLUMNS + "WHERE project = ? ORDER BY number DESC")) {
                query.setString(1, project);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        runs.add(run(rows));
                    }
                }
            }
            return runs;
        });
        return found == null ? List.of() : found;
    }

    @Override
    public @Nullable Snapshot findSnapshot(String id) {
        return database.<@Nullable Snapshot>read("find a snapshot of upkeep", connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT before, after FROM upkeep_run WHERE id = ?")) {
                query.setString(1, id);
                try (ResultSet rows = query.executeQuery()) {
                    byte[] before = rows.next() ? rows.getBytes(1) : null;
                    return before == null ? null : new Snapshot(before, rows.getBytes(2));
                }
            }
        });
    }

    @Override
    public @Nullable Times findTimes(String job, String project) {
        return database.<@Nullable Times>read("find when upkeep ran", connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT succeeded, tried, failures FROM upkeep_schedule WHERE job = ? AND project = ?")) {
                query.setString(1, job);
                query.setString(2, project);
                try (ResultSet rows = query.executeQuery()) {
                    return rows.next()
                            ? new Times(
                                    Instant.ofEpochMilli(rows.getLong(1)),
                                    Instant.ofEpochMilli(rows.getLong(2)),
                                    rows.getInt(3))
                            : null;
                }
            }
        });
    }

    @Override
    public void put(String job, String project, Times times) {
        database.write("note when upkeep ran", connection -> {
            PreparedStatement put = database.statement(
                    connection,
                    "INSERT OR REPLACE INTO upkeep_schedule (job, project, succeeded, tried, failures)"
                            + " VALUES (?, ?, ?, ?, ?)");
            put.setString(1, job);
            put.setString(2, project);
            put.setLong(3, times.succeeded().toEpochMilli());
            put.setLong(4, times.tried().toEpochMilli());
            put.setInt(5, times.failures());
            return put.executeUpdate();
        });
    }

    @Override
    public @Nullable String findMark(String job, String project) {
        return database.<@Nullable String>read("find how far upkeep has looked", connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT mark FROM upkeep_mark WHERE job = ? AND project = ?")) {
                query.setString(1, job);
                query.setString(2, project);
                try (ResultSet rows = query.executeQuery()) {
                    return rows.next() ? rows.getString(1) : null;
                }
            }
        });
    }

    @Override
    public void putMark(String job, String project, String mark) {
        database.write("note how far upkeep has looked", connection -> {
            PreparedStatement put = database.statement(
                    connection, "INSERT OR REPLACE INTO upkeep_mark (job, project, mark) VALUES (?, ?, ?)");
            put.setString(1, job);
            put.setString(2, project);
            put.setString(3, mark);
            return put.executeUpdate();
        });
    }

    private static UpkeepRun run(ResultSet row) throws SQLException {
        return new UpkeepRun(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                Instant.ofEpochMilli(row.getLong(4)),
                UpkeepRun.Status.valueOf(row.getString(5)),
                Json.readObject(row.getString(6)));
    }
}
