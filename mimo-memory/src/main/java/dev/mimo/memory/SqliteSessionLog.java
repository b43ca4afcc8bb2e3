package dev.mimo.memory;

import dev.mimo.environment.PrivateFiles;
import dev.mimo.memory.sqlite.Database;
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
import java.util.List;

/** The writer of a session in the database. Every append shows its lease, so that one that was lost writes nothing. */
final class SqliteSessionLog implements SessionLog {

    private static final String INSERT = "INSERT INTO entry (session_id, sequence, at, type, json)"
            + " SELECT id, ?, ?, ?, ? FROM session WHERE id = ? AND lease = ?";

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
        List<String> lines = added.stream().map(EntryFormat::write).toList();
        long at = Math.max(lastAt, store.clock().millis());
        Database.Work<Long> insert = connection -> insert(connection, first, at, added, lines);
        String what = "write to session \"" + id + "\"";
        entries = lines.size() == 1
                ? store.database().writeStatement(what, insert)
                : store.database().write(what, insert);
        lastAt = at;
        store.appended();
        return first;
    }

    /** The number of the entry that follows. */
    private long insert(Connection connection, long first, long at, List<Entry> added, List<String> lines)
            throws SQLException {
        PreparedStatement insert = store.database().statement(connection, INSERT);
        long next = first;
        for (int i = 0; i < lines.size(); i++) {
            insert.setLong(1, next++);
            insert.setLong(2, at);
            insert.setString(3, EntryFormat.type(added.get(i)));
            insert.setString(4, lines.get(i));
            insert.setLong(5, row);
            insert.setString(6, lease);
            if (insert.executeUpdate() != 1) {
                throw new StoreException("session \"" + id + "\" was taken over or deleted; open it again", null);
            }
        }
        return next;
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
