package dev.mimo.memory;

import dev.mimo.environment.PrivateFiles;
import dev.mimo.memory.sqlite.SessionRow;
import dev.mimo.session.Entry;
import dev.mimo.session.EntryFormat;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionLog;
import dev.mimo.session.StoreException;
import dev.mimo.session.Transcript;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The writer of a session in the database. Every append shows its lease, so that one that was lost writes nothing. */
final class SqliteSessionLog implements SessionLog {

    private static final String COUNT =
            "UPDATE session SET entries = entries + ?, last_at = ? WHERE id = ? AND lease = ? AND entries = ?";
    private static final String INSERT =
            "INSERT INTO entry (session_id, sequence, at, type, json) VALUES (?, ?, ?, ?, ?)";

    private final SqliteSessionStore store;
    private final SessionId id;
    private final long row;
    private final String lease;
    private long entries;
    private long lastAt;
    private boolean closed;

    SqliteSessionLog(SqliteSessionStore store, SessionId id, SessionRow row, String lease) {
        this.store = store;
        this.id = id;
        this.row = row.id();
        this.lease = lease;
        entries = row.entries();
        lastAt = row.lastAt();
    }

    @Override
    public SessionId id() {
        return id;
    }

    @Override
    public synchronized long append(List<Entry> added) {
        if (closed) {
            throw new StoreException("cannot write to session \"" + id + "\": it is closed", null);
        }
        long first = entries;
        if (added.isEmpty()) {
            return first;
        }
        List<String> types = new ArrayList<>(added.size());
        List<String> lines = new ArrayList<>(added.size());
        for (Entry entry : added) {
            types.add(EntryFormat.type(entry));
            lines.add(EntryFormat.write(entry));
        }
        long at = Math.max(lastAt, store.clock().millis());
        store.database().write("write to session \"" + id + "\"", connection -> {
            insert(connection, first, at, types, lines);
            return id;
        });
        entries = first + lines.size();
        lastAt = at;
        store.appended();
        return first;
    }

    private void insert(Connection connection, long first, long at, List<String> types, List<String> lines)
            throws SQLException {
        PreparedStatement count = store.database().statement(connection, COUNT);
        count.setInt(1, lines.size());
        count.setLong(2, at);
        count.setLong(3, row);
        count.setString(4, lease);
        count.setLong(5, first);
        if (count.executeUpdate() != 1) {
            throw new StoreException("session \"" + id + "\" was taken over or deleted; open it again", null);
        }
        PreparedStatement insert = store.database().statement(connection, INSERT);
        for (int i = 0; i < lines.size(); i++) {
            insert.setLong(1, row);
            insert.setLong(2, first + i);
            insert.setLong(3, at);
            insert.setString(4, types.get(i));
            insert.setString(5, lines.get(i));
            insert.executeUpdate();
        }
    }

    @Override
    public Transcript transcript() {
        return new SqliteTranscript(store.database(), id, row);
    }

    @Override
    public Path folder() {
        Path files = store.folder(id).resolve("files");
        try {
            PrivateFiles.createFolders(files);
            return files;
        } catch (IOException e) {
            throw new StoreException("cannot make " + files + ": " + e, e);
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        store.closed(this);
        store.database().write("close session \"" + id + "\"", connection -> {
            SessionRow.release(connection, row, lease);
            return id;
        });
    }
}
