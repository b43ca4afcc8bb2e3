package dev.mimo.memory.sqlite;

import dev.mimo.model.Json;
import dev.mimo.session.SessionId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A row of table {@code session}. Names stand there in quotes, as JSON, so that any text is a name of its own.
 *
 * @param lease who has it open; null when nobody does
 * @param lastAt when it was last written, in milliseconds
 */
public record SessionRow(long id, @Nullable String lease, long entries, long lastAt) {

    public static @Nullable SessionRow find(Connection connection, SessionId id) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT id, lease, entries, last_at FROM counted_session WHERE name = ?")) {
            query.setString(1, name(id));
            try (ResultSet rows = query.executeQuery()) {
                return rows.next()
                        ? new SessionRow(rows.getLong(1), rows.getString(2), rows.getLong(3), rows.getLong(4))
                        : null;
            }
        }
    }

    public static SessionRow insert(Connection connection, SessionId id, long at) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO session (name, created_at) VALUES (?, ?) RETURNING id")) {
            insert.setString(1, name(id));
            insert.setLong(2, at);
            try (ResultSet rows = insert.executeQuery()) {
                rows.next();
                return new SessionRow(rows.getLong(1), null, 0, at);
            }
        }
    }

    public void lease(Connection connection, String token, long process) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE session SET lease = ?, process = ? WHERE id = ?")) {
            update.setString(1, token);
            update.setLong(2, process);
            update.setLong(3, id);
            update.executeUpdate();
        }
    }

    public static void release(Connection connection, long id, String token) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE session SET lease = NULL, process = NULL WHERE id = ? AND lease = ?")) {
            update.setLong(1, id);
            update.setString(2, token);
            update.executeUpdate();
        }
    }

    public void delete(Connection connection) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM session WHERE id = ?")) {
            delete.setLong(1, id);
            delete.executeUpdate();
        }
    }

    public static SessionId id(String name) {
        return SessionId.of(Json.read(name).textValue());
    }

    /** How a session is named in the tables. */
    static String name(SessionId id) {
        StringBuilder text = new StringBuilder("\"");
        id.value().codePoints().forEach(c -> {
            boolean plain = c >= ' ' && c != '"' && c != '\\' && (c < Character.MIN_SURROGATE || c > 0xdfff);
            if (plain) {
                text.appendCodePoint(c);
            } else {
                text.append(String.format("\\u%04x", c));
            }
        });
        return text.append('"').toString();
    }
}
