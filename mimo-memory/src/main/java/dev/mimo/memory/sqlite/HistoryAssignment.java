package dev.mimo.memory.sqlite;

import dev.mimo.session.SessionId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Moves a session into a project. What it said is written anew under the project, part by part, as other writers wait
 * meanwhile; the session has its project when all is moved, in the transaction of the last part. So one that was cut short is
 * done again, from the start, when it is next asked for.
 */
final class HistoryAssignment {

    private static final int PART = 200;

    private final Database database;
    private final SessionId session;
    private final String project;
    private long moved;

    HistoryAssignment(Database database, SessionId session, String project) {
        this.database = database;
        this.session = session;
        this.project = project;
    }

    void run() {
        boolean more = !isDone();
        while (more) {
            more = database.write("assign session \"" + session + "\" to a project", this::part);
        }
    }

    private boolean isDone() {
        Boolean done = database.read("find session \"" + session + "\"", connection -> {
            SessionRow row = SessionRow.find(connection, session);
            return row == null || project.equals(findProject(connection, row));
        });
        return done == null || done;
    }

    private boolean part(Connection connection) throws SQLException {
        SessionRow row = SessionRow.find(connection, session);
        if (row == null) {
            return false;
        }
        List<Long> chunks = chunks(connection, row);
        for (long chunk : chunks) {
            move(connection, chunk, row);
        }
        if (!chunks.isEmpty()) {
            moved = chunks.get(chunks.size() - 1);
            return true;
        }
        try (PreparedStatement update = connection.prepareStatement("UPDATE session SET project = ? WHERE id = ?")) {
            update.setString(1, project);
            update.setLong(2, row.id());
            update.executeUpdate();
        }
        HistoryMark.change(connection);
        return false;
    }

    private List<Long> chunks(Connection connection, SessionRow row) throws SQLException {
        List<Long> chunks = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT rowid FROM history WHERE history MATCH ? AND rowid > ? ORDER BY rowid LIMIT ?")) {
            query.setString(1, HistoryScope.match(HistoryScope.session(row.id())));
            query.setLong(2, moved);
            query.setInt(3, PART);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    chunks.add(rows.getLong(1));
                }
            }
        }
        return chunks;
    }

    private void move(Connection connection, long id, SessionRow row) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                        "SELECT json, part FROM history_chunk JOIN entry ON entry.id = entry_id WHERE history_chunk.id = ?");
                PreparedStatement update = connection.prepareStatement(
                        "INSERT OR REPLACE INTO history (rowid, text, literals, scope) VALUES (?, ?, ?, ?)")) {
            query.setLong(1, id);
            try (ResultSet rows = query.executeQuery()) {
                List<Chunk> parts = rows.next() ? HistoryIndex.chunks(rows.getString(1)) : List.of();
                if (parts.isEmpty()) {
                    return;
                }
                Chunk chunk = parts.get(rows.getInt(2));
                update.setLong(1, id);
                update.setString(2, chunk.words());
                update.setString(3, String.join(" ", chunk.literals()));
                update.setString(4, HistoryScope.words(row.id(), project, parts.size() > 1));
                update.executeUpdate();
            }
        }
    }

    static @Nullable String findProject(Connection connection, SessionId session) throws SQLException {
        SessionRow row = SessionRow.find(connection, session);
        return row == null ? null : findProject(connection, row);
    }

    private static @Nullable String findProject(Connection connection, SessionRow row) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT project FROM session WHERE id = ?")) {
            query.setLong(1, row.id());
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? rows.getString(1) : null;
            }
        }
    }
}
