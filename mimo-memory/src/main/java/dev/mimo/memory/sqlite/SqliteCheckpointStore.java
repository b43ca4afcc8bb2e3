package dev.mimo.memory.sqlite;

import dev.mimo.environment.AtomicFile;
import dev.mimo.environment.PrivateFiles;
import dev.mimo.environment.Sha256;
import dev.mimo.memory.checkpoint.Checkpoint;
import dev.mimo.memory.checkpoint.CheckpointStore;
import dev.mimo.memory.checkpoint.CheckpointText;
import dev.mimo.model.TokenEstimator;
import dev.mimo.session.SessionId;
import dev.mimo.session.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Checkpoints in the database, with the newest one of each session to be read in {@code checkpoint.md}.
 *
 * <p>The row is the truth and comes first; the file follows it. A file that does not show the newest row, because the process
 * died in between or somebody has changed it, is written again when the session's checkpoint is first asked for, and by
 * {@link #repair}.
 */
public final class SqliteCheckpointStore implements CheckpointStore {

    private static final String COLUMNS = "SELECT version, json, hash FROM checkpoint WHERE session = ?";
    private static final String NEWEST = COLUMNS + " AND status <> 'rejected' ORDER BY version DESC LIMIT 1";
    private static final String LAST = "SELECT coalesce(max(version), 0) FROM checkpoint WHERE session = ?";
    private static final String INSERT = """
            INSERT INTO checkpoint (session, version, parent, at, status, covered, written, model, tokens, cost_usd, hash, json)
            VALUES (?1, ?2, (SELECT max(version) FROM checkpoint WHERE session = ?1 AND status <> 'rejected'),
                ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)""";

    private final Database database;
    private final Path sessions;
    private final long fileTokens;
    private final Set<SessionId> shown = ConcurrentHashMap.newKeySet();
    private final Map<SessionId, List<String>> texts = new ConcurrentHashMap<>();

    /** Files go to {@code sessions/ID/checkpoint.md} in {@code root}, each of at most {@code fileTokens} tokens. */
    public SqliteCheckpointStore(Database database, Path root, long fileTokens) {
        this.database = database;
        this.sessions = root.resolve("sessions");
        this.fileTokens = fileTokens;
    }

    /** A version as it is stored. */
    private record Row(Checkpoint checkpoint, String hash) {}

    /** The file that shows the newest checkpoint of a session. */
    public Path file(SessionId session) {
        return sessions.resolve(session.folderName()).resolve("checkpoint.md");
    }

    @Override
    public @Nullable Checkpoint findLatest(SessionId session) {
        if (!shown.contains(session)) {
            repair(session);
        }
        Row row = findRow(session, NEWEST, null);
        return row == null ? null : row.checkpoint();
    }

    @Override
    public @Nullable Checkpoint find(SessionId session, int version) {
        Row row = findRow(session, COLUMNS + " AND version = ?", version);
        return row == null ? null : row.checkpoint();
    }

    @Override
    public void save(Checkpoint checkpoint) {
        String json = CheckpointFormat.write(checkpoint);
        String hash = Sha256.hex(text(checkpoint));
        database.write(what("write", checkpoint.session()), connection -> {
            requireNext(connection, checkpoint);
            insert(connection, checkpoint, hash, json);
            return hash;
        });
        publish(checkpoint.session());
    }

    @Override
    public List<Checkpoint> versions(SessionId session) {
        List<Checkpoint> versions = database.read(what("read", session), connection -> {
            List<Checkpoint> found = new ArrayList<>();
            try (PreparedStatement query = connection.prepareStatement(COLUMNS + " ORDER BY version")) {
                query.setString(1, SessionRow.name(session));
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        found.add(row(rows, session).checkpoint());
                    }
                }
            }
            return found;
        });
        return versions == null ? List.of() : versions;
    }

    @Override
    public void delete(SessionId session) {
        if (findRow(session, COLUMNS + " LIMIT 1", null) == null) {
            return;
        }
        database.write(what("delete", session), connection -> {
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM checkpoint WHERE session = ?")) {
                delete.setString(1, SessionRow.name(session));
                return delete.executeUpdate();
            }
        });
        try {
            Files.deleteIfExists(file(session));
        } catch (IOException e) {
            throw new StoreException("cannot remove " + file(session) + ": " + e, e);
        }
    }

    /**
     * Writes the file again when it does not show the newest checkpoint.
     *
     * @return whether it had to
     */
    public boolean repair(SessionId session) {
        boolean repaired = publish(session);
        shown.add(session);
        return repaired;
    }

    /**
     * What the file of a session may hold: the text of the newest version, then that of the one before it, if this object
     * wrote it. Empty when there is none.
     */
    public List<String> published(SessionId session) {
        return texts.computeIfAbsent(session, any -> {
            Row newest = findRow(session, NEWEST, null);
            return newest == null ? List.of() : List.of(rendered(newest.checkpoint()));
        });
    }

    /** The session is closed: keeps no more of it in memory than of any other. */
    public void closed(SessionId session) {
        texts.remove(session);
        shown.remove(session);
    }

    /* Looks at the newest row itself, so that of two that come at once the last one cannot put an older version there. */
    private synchronized boolean publish(SessionId session) {
        Row newest = findRow(session, NEWEST, null);
        if (newest == null) {
            return false;
        }
        Path file = file(session);
        String rendered = rendered(newest.checkpoint());
        texts.merge(session, List.of(rendered), SqliteCheckpointStore::newer);
        try {
            if (isThere(file, newest.hash())) {
                return false;
            }
            // Another release may have rendered it in other words.
            byte[] text = rendered.getBytes(StandardCharsets.UTF_8);
            if (isThere(file, Sha256.hex(text))) {
                return false;
            }
            PrivateFiles.createFolders(sessions.resolve(session.folderName()));
            AtomicFile.write(file, text, true);
            return true;
        } catch (IOException e) {
            throw new StoreException("cannot write " + file + ": " + e, e);
        }
    }

    private static boolean isThere(Path file, String hash) throws IOException {
        return Files.isRegularFile(file) && Sha256.hex(Files.readAllBytes(file)).equals(hash);
    }

    private @Nullable Row findRow(SessionId session, String sql, @Nullable Integer version) {
        return database.read(what("read", session), connection -> {
            try (PreparedStatement query = connection.prepareStatement(sql)) {
                query.setString(1, SessionRow.name(session));
                if (version != null) {
                    query.setInt(2, version);
                }
                try (ResultSet rows = query.executeQuery()) {
                    return rows.next() ? row(rows, session) : null;
                }
            }
        });
    }

    private Row row(ResultSet rows, SessionId session) throws SQLException {
        int version = rows.getInt(1);
        String place = database.file() + ", session \"" + session + "\", checkpoint " + version;
        return new Row(CheckpointFormat.read(rows.getString(2), session, version, place), rows.getString(3));
    }

    private static void requireNext(Connection connection, Checkpoint checkpoint) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(LAST)) {
            query.setString(1, SessionRow.name(checkpoint.session()));
            try (ResultSet rows = query.executeQuery()) {
                rows.next();
                int next = rows.getInt(1) + 1;
                if (checkpoint.version() != next) {
                    throw new StoreException(
                            "the next checkpoint of session \"" + checkpoint.session() + "\" is version " + next
                                    + ", not " + checkpoint.version(),
                            null);
                }
            }
        }
    }

    private static void insert(Connection connection, Checkpoint checkpoint, String hash, String json)
            throws SQLException {
        Checkpoint.Making making = checkpoint.making();
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, SessionRow.name(checkpoint.session()));
            insert.setInt(2, checkpoint.version());
            insert.setLong(3, making.at().toEpochMilli());
            insert.setString(4, CheckpointFormat.word(making.status()));
            insert.setLong(5, checkpoint.marks().covered());
            insert.setLong(6, checkpoint.marks().written());
            insert.setString(7, making.model());
            insert.setLong(8, making.usage().total());
            insert.setString(
                    9, making.cost() == null ? null : making.cost().usd().toPlainString());
            insert.setString(10, hash);
            insert.setString(11, json);
            insert.executeUpdate();
        }
    }

    private static List<String> newer(List<String> before, List<String> now) {
        return before.isEmpty() || before.get(0).equals(now.get(0)) ? now : List.of(now.get(0), before.get(0));
    }

    private byte[] text(Checkpoint checkpoint) {
        return rendered(checkpoint).getBytes(StandardCharsets.UTF_8);
    }

    private String rendered(Checkpoint checkpoint) {
        return CheckpointText.render(checkpoint, fileTokens, TokenEstimator.byScript())
                .text();
    }

    private static String what(String verb, SessionId session) {
        return verb + " checkpoints of session \"" + session + "\"";
    }
}
