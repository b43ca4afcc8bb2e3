package dev.mimo.memory.sqlite;

import dev.mimo.session.SearchTerms.Term;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the chunks that fit best, and keeps common words from taking long.
 *
 * <p>FTS5 ranks by BM25, and for that counts all chunks that have a term, and then weighs each hit. So only the newest
 * {@value #RANKED} hits are weighed, and only by terms whose counting is bounded: a term that most chunks have says little
 * about any of them. How common a term is, is guessed from how far back its newest hits reach.
 */
final class HistoryRanking {

    /** Hits that are weighed; some 1.4 µs each. */
    static final int RANKED = 20_000;

    /** Hits that come out, of which several may be of one message. */
    private static final int MOST = 1_000;

    /** Hits that are looked at to guess how common a term is. */
    private static final int SAMPLE = 500;

    /** Chunks with a term that are counted in one search. */
    private static final long COUNTED = 1_500_000;

    /** Parts of long messages that have a term and are looked at. */
    private static final int SCATTERED = 2_000;

    /** Literals that a fragment may stand for. */
    private static final int LITERALS = 50;

    /** A literal says more than a word; where a chunk belongs says nothing. */
    private static final String SCORE = "bm25(history, 1.0, 3.0, 0.0)";

    /** Half of a hit's weight fades with age; half of that is gone when so many newer chunks have come. */
    private static final int FADING = 100_000;

    private static final String NEWEST = "SELECT rowid FROM history WHERE history MATCH ? ORDER BY rowid DESC LIMIT ";

    private static final String WEIGHED = "SELECT rowid FROM (%s) ORDER BY score * (0.5 + 0.5 * " + FADING
            + " / (? - rowid + " + FADING + ")), rowid DESC LIMIT " + MOST;

    private static final String BY_ALL = String.format(
            WEIGHED,
            "SELECT rowid, " + SCORE + " AS score FROM history WHERE history MATCH ? ORDER BY rowid DESC LIMIT "
                    + RANKED);

    /** The plus keeps SQLite from asking the index for each row again. */
    private static final String BY_SOME = String.format(
            WEIGHED,
            "SELECT rowid, " + SCORE + " AS score FROM history WHERE history MATCH ? AND +rowid IN (" + NEWEST + RANKED
                    + ")");

    private final Connection connection;
    private final String scope;
    private final long last;

    /**
     * @param scope what all hits must have; may be empty
     */
    HistoryRanking(Connection connection, String scope) throws SQLException {
        this.connection = connection;
        this.scope = scope;
        try (PreparedStatement query = connection.prepareStatement("SELECT coalesce(max(id), 0) FROM history_chunk");
                ResultSet rows = query.executeQuery()) {
            rows.next();
            last = rows.getLong(1);
        }
    }

    /** Chunks that have all of the terms, the best first. */
    List<Long> best(List<Term> terms) throws SQLException {
        List<String> all = terms.stream().map(HistoryMatch::of).toList();
        List<String> weighed = new ArrayList<>();
        long left = COUNTED;
        for (Term term : terms) {
            long count = count(term);
            if (count == 0) {
                return List.of();
            }
            if (count <= left) {
                left -= count;
                weighed.add(HistoryMatch.of(term));
            }
        }
        String expression = HistoryMatch.all(scope, all);
        if (weighed.isEmpty()) {
            return ids(NEWEST + MOST, expression);
        }
        return weighed.size() == all.size() && scope.isEmpty()
                ? ids(BY_ALL, expression, last)
                : ids(BY_SOME, HistoryMatch.all("", weighed), expression, last);
    }

    /** Parts of long messages that have all of the terms, though no part has; the part is one that has the first term. */
    List<Long> scattered(List<Term> terms) throws SQLException {
        List<String> sides = new ArrayList<>();
        List<Object> parameters = new ArrayList<>();
        for (Term term : terms) {
            sides.add("SELECT entry_id FROM history_chunk WHERE id IN (" + NEWEST + SCATTERED + ")");
            parameters.add(
                    HistoryMatch.all(scope, List.of(HistoryScope.match(HistoryScope.LONG), HistoryMatch.of(term))));
        }
        String sql = "SELECT max(id) FROM history_chunk WHERE id IN (" + NEWEST + SCATTERED + ") AND entry_id IN ("
                + String.join(" INTERSECT ", sides) + ") GROUP BY entry_id ORDER BY 1 DESC LIMIT " + MOST;
        parameters.add(0, parameters.get(0));
        return ids(sql, parameters.toArray());
    }

    /** The newest chunks that have all of the terms, where a term may be a part of a literal. */
    List<Long> parts(List<Term> terms) throws SQLException {
        List<String> all = new ArrayList<>();
        boolean any = false;
        for (Term term : terms) {
            List<String> literals = term.mayBeFragment() ? literals(term.typed()) : List.of();
            any |= !literals.isEmpty();
            all.add(HistoryMatch.of(term, literals));
        }
        return any ? ids(NEWEST + MOST, HistoryMatch.all(scope, all)) : List.of();
    }

    private List<String> literals(String fragment) throws SQLException {
        List<String> literals = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement("SELECT text FROM history_literal WHERE id IN ("
                + "SELECT rowid FROM history_fragment WHERE history_fragment MATCH ? ORDER BY rowid DESC LIMIT "
                + RANKED + ") AND instr(text, ?) > 0 ORDER BY id DESC LIMIT " + LITERALS)) {
            query.setString(1, HistoryMatch.fragment(fragment));
            query.setString(2, fragment);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    literals.add(rows.getString(1));
                }
            }
        }
        return literals;
    }

    /** About how many chunks have the words of a term, all words together; 0 when one is nowhere. */
    private long count(Term term) throws SQLException {
        long count = 0;
        for (String word : term.words().stream().distinct().toList()) {
            long with = count(word);
            if (with == 0) {
                return 0;
            }
            count += with;
        }
        return count;
    }

    private long count(String word) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT count(*), min(rowid) FROM (" + NEWEST + SAMPLE + ")")) {
            query.setString(1, "text : \"" + word + '"');
            try (ResultSet rows = query.executeQuery()) {
                rows.next();
                long seen = rows.getLong(1);
                return seen < SAMPLE ? seen : seen * last / (last - rows.getLong(2) + 1);
            }
        }
    }

    private List<Long> ids(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                query.setObject(i + 1, parameters[i]);
            }
            List<Long> ids = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getLong(1));
                }
            }
            return ids;
        }
    }
}
