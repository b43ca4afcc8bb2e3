package dev.mimo.memory.sqlite;

import dev.mimo.session.HistorySearch;
import dev.mimo.session.SearchTerms;
import dev.mimo.session.SearchTerms.Term;
import dev.mimo.session.SessionId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
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
        HistoryHits hits = new HistoryHits(database, connection, query, terms);
        hits.add(ranking.best(terms, true, true));
        if (!hits.isEnough() && terms.stream().anyMatch(term -> term.literal() != null)) {
            hits.add(ranking.best(terms, false, hits.isEmpty()));
        }
        if (hits.isEmpty() && terms.size() > 1) {
            hits.add(ranking.scattered(terms));
        }
        if (hits.isEmpty()) {
            hits.add(ranking.parts(terms));
        }
        return hits.best();
    }
}
