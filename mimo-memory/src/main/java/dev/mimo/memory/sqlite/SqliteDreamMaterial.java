package dev.mimo.memory.sqlite;

import dev.mimo.memory.checkpoint.Checkpoint;
import dev.mimo.memory.checkpoint.CheckpointStore;
import dev.mimo.memory.layer.Promotion;
import dev.mimo.memory.upkeep.DreamMaterial;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionStore;
import dev.mimo.session.Transcript;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sessions of a project as the database knows them; of those that a host keeps elsewhere it knows none. */
public final class SqliteDreamMaterial implements DreamMaterial {

    /** The first entry says that a session was opened. */
    private static final String SESSIONS = """
            SELECT name, entries, coalesce(
                (SELECT max(version) FROM checkpoint WHERE session = name AND status <> 'rejected'), 0)
            FROM counted_session WHERE project = ? AND entries > 1 ORDER BY last_at DESC, id DESC LIMIT ?""";

    private final Database database;
    private final SessionStore sessions;
    private final CheckpointStore checkpoints;
    private final Promotion promotion;

    public SqliteDreamMaterial(
            Database database, SessionStore sessions, CheckpointStore checkpoints, Promotion promotion) {
        this.database = database;
        this.sessions = sessions;
        this.checkpoints = checkpoints;
        this.promotion = promotion;
    }

    @Override
    public List<Grown> sessions(String project, int most) {
        List<Grown> found = database.read("list the sessions of a project", connection -> {
            List<Grown> list = new ArrayList<>();
            try (PreparedStatement query = connection.prepareStatement(SESSIONS)) {
                query.setString(1, project);
                query.setInt(2, most);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        list.add(new Grown(SessionRow.id(rows.getString(1)), rows.getLong(2), rows.getInt(3)));
                    }
                }
            }
            return list;
        });
        return found == null ? List.of() : found;
    }

    @Override
    public @Nullable Checkpoint findCheckpoint(SessionId session) {
        return checkpoints.findLatest(session);
    }

    @Override
    public @Nullable Transcript findTranscript(SessionId session) {
        return sessions.find(session);
    }

    @Override
    public List<MemoryEntry> waiting(MemoryScope.Project project) {
        return promotion.waiting(project);
    }
}
