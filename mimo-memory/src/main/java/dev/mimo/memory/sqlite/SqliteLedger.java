package dev.mimo.memory.sqlite;

import dev.mimo.memory.layer.LayerLedger;
import dev.mimo.memory.layer.Shelf;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The ledger of the layers in the database. Safe for use by several threads and processes. */
public final class SqliteLedger implements LayerLedger {

    private static final String FIND = "SELECT value FROM ledger WHERE shelf = ? AND key = ?";
    private static final String PUT = "INSERT INTO ledger (shelf, key, value) VALUES (?, ?, ?)"
            + " ON CONFLICT (shelf, key) DO UPDATE SET value = excluded.value";
    private static final String REMOVE = "DELETE FROM ledger WHERE shelf = ? AND key = ?";
    private static final String LIST =
            "SELECT key, value FROM ledger WHERE shelf = ?1 AND substr(key, 1, length(?2)) = ?2";

    private final Database database;

    public SqliteLedger(Database database) {
        this.database = database;
    }

    @Override
    public @Nullable String find(Shelf shelf, String key) {
        return database.read("look into the ledger", connection -> {
            try (PreparedStatement query = connection.prepareStatement(FIND)) {
                return value(query, shelf, key);
            }
        });
    }

    @Override
    public SortedMap<String, String> list(Shelf shelf, String prefix) {
        SortedMap<String, String> found = database.read("look into the ledger", connection -> {
            SortedMap<String, String> texts = new TreeMap<>();
            try (PreparedStatement query = connection.prepareStatement(LIST)) {
                query.setString(1, shelf.name());
                query.setString(2, prefix);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        texts.put(rows.getString(1), rows.getString(2));
                    }
                }
            }
            return texts;
        });
        return found == null ? new TreeMap<>() : found;
    }

    @Override
    public @Nullable String update(Shelf shelf, String key, UnaryOperator<@Nullable String> change) {
        return database.<Changed>write("write into the ledger", connection -> {
                    String old = value(database.statement(connection, FIND), shelf, key);
                    String now = change.apply(old);
                    put(connection, shelf, key, now);
                    return new Changed(now);
                })
                .now;
    }

    private void put(Connection connection, Shelf shelf, String key, @Nullable String value) throws SQLException {
        PreparedStatement statement = database.statement(connection, value == null ? REMOVE : PUT);
        statement.setString(1, shelf.name());
        statement.setString(2, key);
        if (value != null) {
            statement.setString(3, value);
        }
        statement.executeUpdate();
    }

    private static @Nullable String value(PreparedStatement query, Shelf shelf, String key) throws SQLException {
        query.setString(1, shelf.name());
        query.setString(2, key);
        try (ResultSet rows = query.executeQuery()) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    private record Changed(@Nullable String now) {}
}
