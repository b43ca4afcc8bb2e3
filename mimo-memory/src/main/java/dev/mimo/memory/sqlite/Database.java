package dev.mimo.memory.sqlite;

import dev.mimo.environment.PrivateFiles;
import dev.mimo.session.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * The SQLite file: one connection that writes, two that read beside it, opened when first needed. Safe for use by several
 * threads, which take turns on each connection.
 *
 * <p>A write is one transaction begun with {@code BEGIN IMMEDIATE}: a deferred one cannot wait for another writer once it
 * has read, and fails at once however long the busy timeout is.
 */
public final class Database implements AutoCloseable {

    /** How long SQLite itself waits for another process's transaction, in ms; then we try again. */
    private static final int BUSY_TIMEOUT = 10_000;

    private static final int TRIES = 3;
    private static final int CACHE_KIB = 8_192;

    private final Path file;
    private final SQLiteConfig.SynchronousMode synchronous;

    /** Fair, so that whoever writes much lets others write between. */
    private final ReentrantLock writing = new ReentrantLock(true);

    private final Reader reader = new Reader();
    private final Reader searcher = new Reader();
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private @Nullable Connection writer;
    private volatile boolean closed;

    /** {@code mimo.db} in {@code root}. */
    public Database(Path root, SQLiteConfig.SynchronousMode synchronous) {
        file = root.resolve("mimo.db");
        this.synchronous = synchronous;
    }

    /** Work on a connection; must not keep it. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        T run(Connection connection) throws SQLException;
    }

    public Path file() {
        return file;
    }

    /** Runs {@code work} in a transaction and returns when it is committed. */
    public <T> T write(String what, Work<T> work) {
        return attempt(what, connection -> transaction(connection, work));
    }

    /** The same for a single statement, which is a transaction by itself and costs half of one. */
    public <T> T writeStatement(String what, Work<T> work) {
        return attempt(what, work);
    }

    /** Whether another thread waits to write: what can go on later should let it. Only within {@link #write}. */
    boolean isAwaited() {
        return writing.hasQueuedThreads();
    }

    private <T> T attempt(String what, Work<T> work) {
        writing.lock();
        try {
            for (int left = TRIES; ; left--) {
                try {
                    return work.run(writer());
                } catch (SQLiteException e) {
                    if (left == 1 || !isBusy(e)) {
                        throw failed(what, e);
                    }
                } catch (SQLException e) {
                    throw failed(what, e);
                }
            }
        } finally {
            writing.unlock();
        }
    }

    /** Runs {@code work} on what is committed; null when there is no database yet. */
    public <T extends @Nullable Object> @Nullable T read(String what, Work<T> work) {
        return read(reader, what, work);
    }

    /** The same, for what takes longer: transcripts are read meanwhile. */
    public <T extends @Nullable Object> @Nullable T search(String what, Work<T> work) {
        return read(searcher, what, work);
    }

    private <T extends @Nullable Object> @Nullable T read(Reader reader, String what, Work<T> work) {
        synchronized (reader) {
            try {
                Connection connection = open(reader);
                return connection == null ? null : work.run(connection);
            } catch (SQLException e) {
                throw failed(what, e);
            }
        }
    }

    /** A statement of the writing connection, prepared once. Only within {@link #write}. */
    public PreparedStatement statement(Connection connection, String sql) throws SQLException {
        return prepared(statements, connection, sql);
    }

    /** The same within {@link #search}. */
    PreparedStatement searching(Connection connection, String sql) throws SQLException {
        return prepared(searcher.statements, connection, sql);
    }

    private static PreparedStatement prepared(
            Map<String, PreparedStatement> statements, Connection connection, String sql) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        return statement;
    }

    private <T> T transaction(Connection connection, Work<T> work) throws SQLException {
        statement(connection, "BEGIN IMMEDIATE").execute();
        boolean committed = false;
        try {
            T result = work.run(connection);
            statement(connection, "COMMIT").execute();
            committed = true;
            return result;
        } finally {
            if (!committed) {
                rollBack(connection);
            }
        }
    }

    /** SQLite may have rolled back by itself, on a full disk for instance. A connection that cannot is given up. */
    private void rollBack(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("ROLLBACK");
        } catch (SQLException e) {
            writer = null;
            statements.clear();
            connection.close();
        }
    }

    private Connection writer() throws SQLException {
        requireOpen();
        Connection connection = writer;
        if (connection == null) {
            try {
                PrivateFiles.createFolders(Objects.requireNonNull(file.getParent()));
                PrivateFiles.create(file);
            } catch (IOException e) {
                throw new StoreException("cannot make " + file + ": " + e, e);
            }
            connection = connect();
            try {
                Migrations.run(connection, file);
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
            writer = connection;
        }
        return connection;
    }

    private @Nullable Connection open(Reader reader) throws SQLException {
        requireOpen();
        Connection connection = reader.connection;
        if (connection == null) {
            if (!Files.exists(file)) {
                return null;
            }
            writing.lock();
            try {
                writer();
            } finally {
                writing.unlock();
            }
            connection = connect();
            reader.connection = connection;
        }
        return connection;
    }

    private Connection connect() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_TIMEOUT);
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(synchronous);
        config.enforceForeignKeys(true);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.setCacheSize(-CACHE_KIB);
        // Else each insert is followed by a query for the key it was given.
        config.setGetGeneratedKeys(false);
        return config.createConnection("jdbc:sqlite:" + file);
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreException(file + " is closed", null);
        }
    }

    private static boolean isBusy(SQLiteException e) {
        return (e.getResultCode().code & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code;
    }

    private StoreException failed(String what, SQLException e) {
        return new StoreException("cannot " + what + " in " + file + ": " + e.getMessage(), e);
    }

    @Override
    public void close() {
        closed = true;
        close(searcher);
        close(reader);
        writing.lock();
        try {
            statements.clear();
            close(writer);
            writer = null;
        } finally {
            writing.unlock();
        }
    }

    private void close(Reader reader) {
        synchronized (reader) {
            reader.statements.clear();
            close(reader.connection);
            reader.connection = null;
        }
    }

    private void close(@Nullable Connection connection) {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            throw failed("close", e);
        }
    }

    /** A connection that reads, and whoever uses it in turn. */
    private static final class Reader {
        private final Map<String, PreparedStatement> statements = new HashMap<>();
        private @Nullable Connection connection;
    }
}
