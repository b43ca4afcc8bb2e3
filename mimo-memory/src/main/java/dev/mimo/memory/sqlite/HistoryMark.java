package dev.mimo.memory.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * How far the index reaches.
 *
 * @param entry the id of the last entry that is in the index, or has nothing to say
 * @param changes how often a session was deleted or assigned anew: what was read before such a change is not to be written
 */
record HistoryMark(long entry, long changes) {

    static HistoryMark read(Connection connection) throws SQLException {
        try (Statement query = connection.createStatement();
                ResultSet rows = query.executeQuery("SELECT entry, changes FROM history_mark")) {
            rows.next();
            return new HistoryMark(rows.getLong(1), rows.getLong(2));
        }
    }

    static void move(Connection connection, long entry) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE history_mark SET entry = ?")) {
            update.setLong(1, entry);
            update.executeUpdate();
        }
    }

    /** Sessions have changed. As SQLite gives ids of deleted entries again, the mark never stays beyond the last one. */
    static void change(Connection connection) throws SQLException {
        try (Statement update = connection.createStatement()) {
            update.executeUpdate("UPDATE history_mark SET changes = changes + 1,"
                    + " entry = min(entry, (SELECT coalesce(max(id), 0) FROM entry))");
        }
    }
}
