package dev.mimo.memory.sqlite;

import dev.mimo.session.Entry;
import dev.mimo.session.EntryFormat;
import dev.mimo.session.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes the index, batch by batch. A batch is read and taken apart while others write, and then written in one
 * transaction with the mark that says how far the index reaches: so nothing is lost or written twice wherever a process
 * ends. Several processes may do it at once; a batch that another one has written meanwhile is dropped. Used by one thread
 * at a time.
 */
final class HistoryIndex {

    /** Entries of a batch, and characters after which it ends. When an append waits, the rest is written after it. */
    private static final int BATCH = 800;

    private static final int BATCH_LENGTH = 1_600_000;

    /** Literals known to be in the database; when there are more, all are looked up again. */
    private static final int MOST_KNOWN = 50_000;

    private static final Set<String> SPEAKING = Set.of("message_added", "reply_added", "call_finished");

    private final Database database;
    private final Set<String> known = new HashSet<>();
    private long knownAt = -1;

    /** What an append did not let us write. */
    private @Nullable Batch rest;

    HistoryIndex(Database database) {
        this.database = database;
    }

    /** Writes a batch, or a part of one; false when there is nothing left to write. */
    boolean advance() {
        Batch batch = rest == null ? database.search("read the history", HistoryIndex::read) : rest;
        rest = null;
        if (batch == null || batch.last() == batch.mark().entry()) {
            return false;
        }
        if (knownAt != batch.mark().changes() || known.size() > MOST_KNOWN) {
            known.clear();
            knownAt = batch.mark().changes();
        }
        boolean written = false;
        try {
            rest = database.write(
                            "write the index of history",
                            connection -> HistoryMark.read(connection).equals(batch.mark())
                                    ? write(connection, batch)
                                    : Optional.<Batch>empty())
                    .orElse(null);
            written = true;
        } finally {
            if (!written) {
                known.clear();
            }
        }
        return true;
    }

    /** Whether the last batch was written in part only. */
    boolean isAmidBatch() {
        return rest != null;
    }

    private static @Nullable Batch read(Connection connection) throws SQLException {
        HistoryMark mark = HistoryMark.read(connection);
        List<Row> rows = new ArrayList<>();
        long last = mark.entry();
        int length = 0;
        try (PreparedStatement query =
                connection.prepareStatement("SELECT entry.id, type, json, session_id, project FROM entry"
                        + " JOIN session ON session.id = session_id WHERE entry.id > ? ORDER BY entry.id LIMIT ?")) {
            query.setLong(1, mark.entry());
            query.setInt(2, BATCH);
            try (ResultSet found = query.executeQuery()) {
                while (length < BATCH_LENGTH && found.next()) {
                    last = found.getLong(1);
                    if (SPEAKING.contains(found.getString(2))) {
                        String json = found.getString(3);
                        length += json.length();
                        add(last, json, found.getLong(4), found.getString(5), rows);
                    }
                }
            }
        }
        return new Batch(mark, last, rows);
    }

    private static void add(long entry, String json, long session, @Nullable String project, List<Row> rows) {
        List<Chunk> chunks = chunks(json);
        for (int part = 0; part < chunks.size(); part++) {
            Chunk chunk = chunks.get(part);
            String scope = HistoryScope.words(session, project, chunks.size() > 1);
            rows.add(new Row(entry, part, chunk.words(), chunk.literals(), scope));
        }
    }

    /** An entry that is damaged has no words; who reads it is told. */
    static List<Chunk> chunks(String json) {
        Entry entry;
        try {
            entry = EntryFormat.readEntry(json, "history");
        } catch (StoreException damaged) {
            return List.of();
        }
        return Chunk.of(entry);
    }

    /** What is left to write, as an append waits. */
    private Optional<Batch> write(Connection connection, Batch batch) throws SQLException {
        long id = lastChunk(connection);
        long reached = batch.mark().entry();
        PreparedStatement chunk =
                database.statement(connection, "INSERT INTO history_chunk (id, entry_id, part) VALUES (?, ?, ?)");
        for (int i = 0; i < batch.rows().size(); i++) {
            Row row = batch.rows().get(i);
            if (i > 0 && row.part() == 0 && database.isAwaited()) {
                HistoryMark.move(connection, reached);
                return Optional.of(batch.from(reached, i));
            }
            reached = row.entry();
            chunk.setLong(1, ++id);
            chunk.setLong(2, row.entry());
            chunk.setInt(3, row.part());
            chunk.executeUpdate();
            write(connection, id, row);
        }
        HistoryMark.move(connection, batch.last());
        return Optional.empty();
    }

    private void write(Connection connection, long id, Row row) throws SQLException {
        PreparedStatement insert = database.statement(
                connection, "INSERT INTO history (rowid, text, literals, scope) VALUES (?, ?, ?, ?)");
        insert.setLong(1, id);
        insert.setString(2, row.words());
        insert.setString(3, String.join(" ", row.literals()));
        insert.setString(4, row.scope());
        insert.executeUpdate();
        for (String literal : row.literals()) {
            if (known.add(literal)) {
                add(connection, literal);
            }
        }
    }

    private void add(Connection connection, String literal) throws SQLException {
        PreparedStatement insert = database.statement(
                connection, "INSERT INTO history_literal (text) VALUES (?) ON CONFLICT DO NOTHING RETURNING id");
        insert.setString(1, literal);
        try (ResultSet added = insert.executeQuery()) {
            if (!added.next()) {
                return;
            }
            PreparedStatement fragments =
                    database.statement(connection, "INSERT INTO history_fragment (rowid, text) VALUES (?, ?)");
            fragments.setLong(1, added.getLong(1));
            fragments.setString(2, literal);
            fragments.executeUpdate();
        }
    }

    private static long lastChunk(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT coalesce(max(id), 0) FROM history_chunk");
                ResultSet rows = query.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** What was read to be written; {@code last} is where the index will reach. */
    private record Batch(HistoryMark mark, long last, List<Row> rows) {

        Batch from(long reached, int row) {
            return new Batch(new HistoryMark(reached, mark.changes()), last, rows.subList(row, rows.size()));
        }
    }

    /** A chunk as the index takes it. */
    private record Row(long entry, int part, String words, Set<String> literals, String scope) {}
}
