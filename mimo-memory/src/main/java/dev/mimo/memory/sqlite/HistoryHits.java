package dev.mimo.memory.sqlite;

import dev.mimo.session.Excerpt;
import dev.mimo.session.HistorySearch.Hit;
import dev.mimo.session.HistorySearch.Query;
import dev.mimo.session.HistorySearch.Scope;
import dev.mimo.session.MessageRef;
import dev.mimo.session.SearchTerms.Term;
import dev.mimo.session.Utterance;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a search shows: of the chunks that were found, each message once, those first that speak of all terms together, else
 * in the order of their ranking. Confined to one search.
 */
final class HistoryHits {

    /** Messages that are read to find such that speak of all terms together; some 30 µs each. */
    private static final int READ = 100;

    private final Database database;
    private final Connection connection;
    private final Query query;
    private final List<Term> terms;
    private final Set<Long> seen = new HashSet<>();
    private final List<Hit> together = new ArrayList<>();
    private final List<Hit> apart = new ArrayList<>();

    HistoryHits(Database database, Connection connection, Query query, List<Term> terms) {
        this.database = database;
        this.connection = connection;
        this.query = query;
        this.terms = terms;
    }

    /** Takes the messages of these chunks, as far as they are needed. */
    void add(List<Long> chunks) throws SQLException {
        PreparedStatement places =
                database.searching(connection, "SELECT entry_id, part FROM history_chunk WHERE id = ?");
        for (int i = 0; i < chunks.size() && isOpen(); i++) {
            places.setLong(1, chunks.get(i));
            try (ResultSet place = places.executeQuery()) {
                if (place.next() && seen.add(place.getLong(1))) {
                    add(place.getLong(1), place.getInt(2));
                }
            }
        }
    }

    private boolean isOpen() {
        return together.size() < query.limit()
                && (together.size() + apart.size() < query.limit() || seen.size() < READ);
    }

    boolean isEmpty() {
        return together.isEmpty() && apart.isEmpty();
    }

    /** Whether there are as many as were asked for. */
    boolean isEnough() {
        return together.size() + apart.size() >= query.limit();
    }

    List<Hit> best() {
        List<Hit> all = new ArrayList<>(together);
        all.addAll(apart);
        return List.copyOf(all.subList(0, Math.min(all.size(), query.limit())));
    }

    /** A message that was deleted meanwhile, or belongs to another project, is none. */
    private void add(long entry, int part) throws SQLException {
        PreparedStatement entries = database.searching(
                connection,
                "SELECT sequence, at, json, name, project FROM entry JOIN session ON session.id = session_id"
                        + " WHERE entry.id = ?");
        entries.setLong(1, entry);
        try (ResultSet rows = entries.executeQuery()) {
            if (!rows.next() || !isInScope(rows.getString(5))) {
                return;
            }
            List<Chunk> chunks = HistoryIndex.chunks(rows.getString(3));
            if (!chunks.isEmpty()) {
                List<Utterance> said =
                        chunks.get(Math.min(part, chunks.size() - 1)).said();
                (Excerpt.isTogether(said, terms) ? together : apart).add(hit(rows, said));
            }
        }
    }

    private boolean isInScope(@Nullable String project) {
        return !(query.scope() instanceof Scope.InProject in) || in.project().equals(project);
    }

    private Hit hit(ResultSet rows, List<Utterance> said) throws SQLException {
        Utterance excerpt = Excerpt.of(said, terms);
        return new Hit(
                new MessageRef(SessionRow.id(Objects.requireNonNull(rows.getString(4))), rows.getLong(1)),
                Instant.ofEpochMilli(rows.getLong(2)),
                excerpt.source(),
                excerpt.text());
    }
}
