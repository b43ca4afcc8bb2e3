package dev.mimo.memory;

import dev.mimo.memory.sqlite.Database;
import dev.mimo.session.EntryFormat;
import dev.mimo.session.SessionId;
import dev.mimo.session.StoreException;
import dev.mimo.session.Stored;
import dev.mimo.session.Transcript;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The entries of one session, read on the connection for readers. */
record SqliteTranscript(Database database, SessionId id, long row) implements Transcript {

    @Override
    public long size() {
        Long size = database.read("read session \"" + id + "\"", connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT coalesce(max(sequence) + 1, 0) FROM entry WHERE session_id = ?")) {
                query.setLong(1, row);
                try (ResultSet rows = query.executeQuery()) {
                    return rows.next() ? rows.getLong(1) : 0L;
                }
            }
        });
        return size == null ? 0 : size;
    }

    @Override
    public List<Stored> page(long from, int limit) {
        if (from < 0 || limit < 0) {
            throw new IllegalArgumentException("a page is from 0 or more, of 0 or more: " + from + ", " + limit);
        }
        List<Stored> page = database.read("read session \"" + id + "\"", connection -> {
            List<Stored> found = new ArrayList<>();
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT sequence, at, json FROM entry WHERE session_id = ? AND sequence >= ? ORDER BY sequence LIMIT ?")) {
                query.setLong(1, row);
                query.setLong(2, from);
                query.setInt(3, limit);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        found.add(stored(rows.getLong(1), from + found.size(), rows.getLong(2), rows.getString(3)));
                    }
                }
            }
            return found;
        });
        return page == null ? List.of() : page;
    }

    private Stored stored(long sequence, long expected, long at, String json) {
        String place = database.file() + ", session \"" + id + "\", entry " + expected;
        if (sequence != expected) {
            throw new StoreException(place + " is missing; the next one is " + sequence, null);
        }
        return new Stored(sequence, Instant.ofEpochMilli(at), EntryFormat.readEntry(json, place));
    }
}
