package dev.mimo.memory.sqlite;

import dev.mimo.session.SessionId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Takes a session out of the index, and the literals that were said nowhere else. */
final class HistoryRemoval {

    private HistoryRemoval() {}

    /** All literals that a session's entries have. */
    static Set<String> literals(Database database, SessionId session) {
        Set<String> literals = database.search("read session \"" + session + "\"", connection -> {
            Set<String> all = new HashSet<>();
            SessionRow row = SessionRow.find(connection, session);
            if (row != null) {
                try (PreparedStatement query =
                        connection.prepareStatement("SELECT json FROM entry WHERE session_id = ?")) {
                    query.setLong(1, row.id());
                    try (ResultSet rows = query.executeQuery()) {
                        while (rows.next()) {
                            HistoryIndex.chunks(rows.getString(1)).forEach(chunk -> all.addAll(chunk.literals()));
                        }
                    }
                }
            }
            return all;
        });
        return literals == null ? Set.of() : literals;
    }

    static void run(Connection connection, SessionRow session, Set<String> literals) throws SQLException {
        String of = HistoryScope.match(HistoryScope.session(session.id()));
        List<Long> chunks = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement("SELECT rowid FROM history WHERE history MATCH ?")) {
            query.setString(1, of);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    chunks.add(rows.getLong(1));
                }
            }
        }
        delete(connection, "DELETE FROM history WHERE rowid = ?", chunks);
        delete(connection, "DELETE FROM history_chunk WHERE id = ?", chunks);
        forget(connection, literals);
        HistoryMark.change(connection);
    }

    private static void delete(Connection connection, String sql, List<Long> ids) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            for (long id : ids) {
                delete.setLong(1, id);
                delete.executeUpdate();
            }
        }
    }

    private static void forget(Connection connection, Set<String> literals) throws SQLException {
        try (PreparedStatement used =
                        connection.prepareStatement("SELECT 1 FROM history WHERE history MATCH ? LIMIT 1");
                PreparedStatement literal =
                        connection.prepareStatement("DELETE FROM history_literal WHERE text = ? RETURNING id");
                PreparedStatement fragments = connection.prepareStatement(
                        "INSERT INTO history_fragment (history_fragment, rowid, text) VALUES ('delete', ?, ?)")) {
            for (String text : literals) {
                used.setString(1, HistoryMatch.literal(text));
                try (ResultSet rows = used.executeQuery()) {
                    if (rows.next()) {
                        continue;
                    }
                }
                literal.setString(1, text);
                try (ResultSet gone = literal.executeQuery()) {
                    if (gone.next()) {
                        fragments.setLong(1, gone.getLong(1));
                        fragments.setString(2, text);
                        fragments.executeUpdate();
                    }
                }
            }
        }
    }
}
