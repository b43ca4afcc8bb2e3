package dev.mimo.memory;

import dev.mimo.memory.sqlite.Database;
import dev.mimo.memory.sqlite.SessionRow;
import dev.mimo.memory.sqlite.SqliteHistory;
import dev.mimo.session.HistorySearch;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionInfo;
import dev.mimo.session.SessionLog;
import dev.mimo.session.SessionStore;
import dev.mimo.session.StoreException;
import dev.mimo.session.Transcript;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.io.FileUtils;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * Sessions in one SQLite database, {@code mimo.db}, which is opened with the first of them; files of a session stand beside
 * it under {@code sessions}. Nobody but the owner can open them.
 *
 * <p>An append returns after its commit. What was committed survives the end of the process; whether it survives a power
 * loss is the {@link Durability}. A database that is damaged is left as it is, with a {@link StoreException}.
 */
public final class SqliteSessionStore implements SessionStore {

    private final Path root;
    private final Clock clock;
    private final Database database;
    private final SqliteHistory history;
    private final Owner owner;
    private final Set<SqliteSessionLog> open = ConcurrentHashMap.newKeySet();

    /** What an acknowledged append survives. */
    public enum Durability {
        /** The end of the process, however it comes; a power loss may take the last appends. */
        NORMAL,
        /** A power loss; each append waits for the disk. */
        FULL
    }

    private SqliteSessionStore(Path root, Durability durability, Clock clock) {
        this.root = root;
        this.clock = clock;
        database = new Database(root, SQLiteConfig.SynchronousMode.valueOf(durability.name()));
        history = new SqliteHistory(database);
        owner = new Owner(root);
    }

    /** Sessions under {@code root}, which is made with the first of them. */
    public static SqliteSessionStore at(Path root) {
        return at(root, Durability.NORMAL, Clock.systemUTC());
    }

    public static SqliteSessionStore at(Path root, Durability durability, Clock clock) {
        return new SqliteSessionStore(root.toAbsolutePath(), durability, clock);
    }

    @Override
    public SessionLog open(SessionId id) {
        String lease = owner.newLease();
        SqliteSessionLog log = database.write("open session \"" + id + "\"", connection -> {
            SessionRow row = SessionRow.find(connection, id);
            if (row == null) {
                row = SessionRow.insert(connection, id, clock.millis());
            }
            owner.requireFree(id, row);
            row.lease(connection, lease, ProcessHandle.current().pid());
            return new SqliteSessionLog(this, id, row, lease);
        });
        open.add(log);
        history.appended();
        return log;
    }

    /** Finds what was said in these sessions. What was appended is found within a second or so. */
    public HistorySearch search() {
        return history;
    }

    /** The project that a session was assigned to; null when it was not, or there is no such session. */
    public @Nullable String findProject(SessionId session) {
        return history.findProject(session);
    }

    /** The fork belongs to the project of its origin. */
    @Override
    public void fork(SessionId from, SessionId to, long entries) {
        SessionStore.super.fork(from, to, entries);
        String project = findProject(from);
        if (project != null) {
            assign(to, project);
        }
    }

    /**
     * Says to which project a session belongs, for {@link HistorySearch.Scope.InProject}; what it said before goes with it.
     * Nothing happens when there is no such session.
     */
    public void assign(SessionId session, String project) {
        history.assign(session, project);
    }

    @Override
    public @Nullable Transcript find(SessionId id) {
        SessionRow row = database.read("find session \"" + id + "\"", connection -> SessionRow.find(connection, id));
        return row == null ? null : new SqliteTranscript(database, id, row.id());
    }

    @Override
    public List<SessionInfo> list() {
        List<SessionInfo> list = database.read("list the sessions", connection -> {
            List<SessionInfo> sessions = new ArrayList<>();
            try (var query = connection.prepareStatement(
                            "SELECT name, entries, last_at FROM counted_session ORDER BY last_at DESC, name");
                    var rows = query.executeQuery()) {
                while (rows.next()) {
                    sessions.add(new SessionInfo(
                            SessionRow.id(rows.getString(1)), rows.getLong(2), Instant.ofEpochMilli(rows.getLong(3))));
                }
            }
            return sessions;
        });
        return list == null ? List.of() : list;
    }

    @Override
    public void delete(SessionId id) {
        if (find(id) == null) {
            return;
        }
        Set<String> literals = history.literals(id);
        database.write("delete session \"" + id + "\"", connection -> {
            SessionRow row = SessionRow.find(connection, id);
            if (row != null) {
                owner.requireFree(id, row);
                row.delete(connection);
                history.forget(connection, row, literals);
            }
            return id;
        });
        Path files = folder(id);
        try {
            FileUtils.deleteDirectory(files.toFile());
        } catch (IOException e) {
            throw new StoreException("cannot remove the files of session \"" + id + "\" in " + files + ": " + e, e);
        }
    }

    /** A session has grown. */
    void appended() {
        history.appended();
    }

    Database database() {
        return database;
    }

    Clock clock() {
        return clock;
    }

    Path folder(SessionId id) {
        return root.resolve("sessions").resolve(id.folderName());
    }

    void closed(SqliteSessionLog log) {
        open.remove(log);
    }

    /** Closes the sessions that are open, and the database. */
    @Override
    public void close() {
        try {
            List.copyOf(open).forEach(SessionLog::close);
        } finally {
            try {
                history.close();
                database.close();
            } finally {
                owner.close();
            }
        }
    }
}
