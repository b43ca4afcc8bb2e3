package dev.mimo.memory.sqlite;

import dev.mimo.session.Excerpt;
import dev.mimo.session.HistorySearch;
import dev.mimo.session.MessageRef;
import dev.mimo.session.SearchTerms;
import dev.mimo.session.SearchTerms.Term;
import dev.mimo.session.SessionId;
import dev.mimo.session.Utterance;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what was said by an index in the database, which is filled behind the writers. Safe for use by several threads.
 *
 * <p>A search looks for chunks with all terms, those first that have paths and names as they were typed; when there is none,
 * for long messages with all terms, and then for parts of names.
 */
public final class SqliteHistory implements HistorySearch, AutoCloseable {

    private final Database database;
    private final HistoryIndexer indexer;

    public SqliteHistory(Database database) {
        this.database = database;
        indexer = new HistoryIndexer(database);
    }

    @Override
    public List<Hit> search(Query query) {
        List<Term> terms = SearchTerms.of(query.words()).terms();
        if (terms.isEmpty()) {
            return List.of();
        }
        indexer.keepUp();
        List<Hit> hits = database.search("search the history", connection -> {
            String scope = HistoryScope.expression(connection, query.scope());
            return scope == null ? null : search(connection, query, terms, scope);
        });
        return hits == null ? List.of() : hits;
    }

    @Override
    public void catchUp() throws InterruptedException {
        indexer.catchUp();
    }

    /** Something was appended. Cheap; the index follows in the background. */
    public void appended() {
        indexer.wake();
    }

    /** Says to which project a session belongs; what it said before goes with it. Nothing happens when there is no such session. */
    public void assign(SessionId session, String project) {
        new HistoryAssignment(database, session, project).run();
    }

    /** The project that a session was assigned to; null when it was not, or there is no such session. */
    public @Nullable String findProject(SessionId session) {
        return database.read(
                "find session \"" + session + "\"", connection -> HistoryAssignment.findProject(connection, session));
    }

    /** What must be known of a session to {@linkplain #forget} it. Reads all of it. */
    public Set<String> literals(SessionId session) {
        return HistoryRemoval.literals(database, session);
    }

    /** Removes what the index has of a session that is being deleted, within the transaction that deletes its entries. */
    public void forget(Connection connection, SessionRow session, Set<String> literals) throws SQLException {
        HistoryRemoval.run(connection, session, literals);
    }

    /** Ends the work in the background, after the batch that is being written. */
    @Override
    public void close() {
        indexer.close();
    }

    private List<Hit> search(Connection connection, Query query, List<Term> terms, String scope) throws SQLException {
        HistoryRanking ranking = new HistoryRanking(database, connection, scope);
        Map<Long, Hit> hits = new LinkedHashMap<>();
        add(connection, query, terms, ranking.best(terms, true, true), hits);
        if (hits.size() < query.limit() && terms.stream().anyMatch(term -> term.literal() != null)) {
            add(connection, query, terms, ranking.best(terms, false, hits.isEmpty()), hits);
        }
        if (hits.isEmpty() && terms.size() > 1) {
            add(connection, query, terms, ranking.scattered(terms), hits);
        }
        if (hits.isEmpty()) {
            add(connection, query, terms, ranking.parts(terms), hits);
        }
        return List.copyOf(hits.values());
    }

    private void add(Connection connection, Query query, List<Term> terms, List<Long> chunks, Map<Long, Hit> hits)
            throws SQLException {
        PreparedStatement places =
                database.searching(connection, "SELECT entry_id, part FROM history_chunk WHERE id = ?");
        PreparedStatement entries = database.searching(
                connection,
                "SELECT sequence, at, json, name, project FROM entry JOIN session ON session.id = session_id"
                        + " WHERE entry.id = ?");
        for (int i = 0; i < chunks.size() && hits.size() < query.limit(); i++) {
            places.setLong(1, chunks.get(i));
            try (ResultSet place = places.executeQuery()) {
                if (place.next() && !hits.containsKey(place.getLong(1))) {
                    entries.setLong(1, place.getLong(1));
                    Hit hit = hit(entries, place.getInt(2), query.scope(), terms);
                    if (hit != null) {
                        hits.put(place.getLong(1), hit);
                    }
                }
            }
        }
    }

    /** Null when it was deleted meanwhile, or belongs to another project. */
    private static @Nullable Hit hit(PreparedStatement entry, int part, Scope scope, List<Term> terms)
            throws SQLException {
        try (ResultSet rows = entry.executeQuery()) {
            if (!rows.next()
                    || (scope instanceof Scope.InProject in && !in.project().equals(rows.getString(5)))) {
                return null;
            }
            List<Chunk> chunks = HistoryIndex.chunks(rows.getString(3));
            if (chunks.isEmpty()) {
                return null;
            }
            Utterance excerpt =
                    Excerpt.of(chunks.get(Math.min(part, chunks.size() - 1)).said(), terms);
            return new Hit(
                    new MessageRef(SessionRow.id(Objects.requireNonNull(rows.getString(4))), rows.getLong(1)),
                    Instant.ofEpochMilli(rows.getLong(2)),
                    excerpt.source(),
                    excerpt.text());
        }
    }
}
