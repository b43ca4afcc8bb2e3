package dev.mimo.memory.sqlite;

import dev.mimo.session.SearchTerms.Term;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Finds the chunks that fit best, and keeps common words from taking long. Confined to one search.
 *
 * <p>FTS5 ranks by BM25: for that it counts all chunks that have a term, and then weighs each hit. So only the newest hits
 * are weighed, and only by terms whose counting is bounded, the rarest first: a term that most chunks have says little about
 * any of them. Where even the search for chunks that have all terms would take long, only the newest part of the history is
 * searched, and nothing weighed; that takes several words, all of them in a large part of a large history. How common a word
 * is, is guessed from how far back its newest hits reach.
 */
final class HistoryRanking {

    /** Hits that are weighed, by one term, or fewer by several; some 1.4 µs each. */
    private static final int WEIGHED = 20_000;

    /** Hits that come out, of which several may be of one message. */
    private static final int MOST = 1_000;

    /** Hits that are looked at to guess how common a word is. */
    private static final int SAMPLE = 100;

    /** Chunks that are counted to weigh one term, or half of it for several, which take longer elsewhere; some 40 ns each. */
    private static final long COUNTED = 900_000;

    /** A term that takes so many times what the rarest one takes is not weighed, unless it takes little. */
    private static final int COMMONER = 10;

    private static final int LITTLE = 10_000;

    /** Words of chunks that are looked at to find those that have all terms; some 100 ns each. */
    private static final long SCANNED = 250_000;

    /** How much longer a word of a phrase takes, as its places are read. */
    private static final int PHRASE = 4;

    /** Parts of long messages that have a term and are looked at. */
    private static final int SCATTERED = 2_000;

    /** Literals that a fragment may stand for. */
    private static final int LITERALS = 50;

    /** A literal says more than a word; where a chunk belongs says nothing. */
    private static final String SCORE = "bm25(history, 1.0, 3.0, 0.0)";

    /** Half of a hit's weight fades with age; half of that is gone when so many newer chunks have come. */
    private static final int FADING = 100_000;

    private static final String FOUND = " FROM history WHERE history MATCH ? AND rowid > ?";
    /** From the newest backwards, until there are enough: for many hits. */
    private static final String BACKWARDS = "rowid";

    /** All of them, put in order afterwards: for few hits, as FTS5 leaps over what does not fit only from old to new. */
    private static final String LEAPING = "+rowid";

    private static final String NEWEST = newestBy(BACKWARDS);

    private final Database database;
    private final Connection connection;
    private final String scope;
    private final long last;
    private final Map<String, Long> counts = new HashMap<>();

    /**
     * @param scope what all hits must have; may be empty
     */
    HistoryRanking(Database database, Connection connection, String scope) throws SQLException {
        this.database = database;
        this.connection = connection;
        this.scope = scope;
        try (ResultSet rows = database.searching(connection, "SELECT coalesce(max(id), 0) FROM history_chunk")
                .executeQuery()) {
            rows.next();
            last = rows.getLong(1);
        }
    }

    /**
     * Chunks that have all of the terms, the best first.
     *
     * @param exact whether literals must stand in them as they are, and are not parts of longer ones
     * @param weigh whether they are weighed, and not only the newest taken
     */
    List<Long> best(List<Term> terms, boolean exact, boolean weigh) throws SQLException {
        List<Sought> all = new ArrayList<>();
        for (Term term : terms) {
            String literal = HistoryMatch.exact(term);
            Sought sought = exact && term.literal() != null ? sought(literal, List.of(literal)) : sought(term);
            if (sought.rarest() == 0) {
                return List.of();
            }
            all.add(sought);
        }
        all.sort(Comparator.comparingLong(Sought::cost));
        List<String> weighed = weigh ? weighed(all) : List.of();
        addScope(all);
        if (weighed.isEmpty() || floor(all) > 0) {
            return newest(all);
        }
        String expression =
                HistoryMatch.all(all.stream().map(Sought::expression).toList());
        int most = WEIGHED / all.size();
        return weighed.size() == terms.size()
                ? ids(byAll(order(all)), expression, 0L, most, last)
                : ids(bySome(order(all)), HistoryMatch.all(weighed), 0L, expression, 0L, most, last);
    }

    private static String newestBy(String order) {
        return "SELECT rowid" + FOUND + " ORDER BY " + order + " DESC LIMIT ";
    }

    private static String byAll(String order) {
        return best("SELECT rowid, " + SCORE + " AS score" + FOUND + " ORDER BY " + order + " DESC LIMIT ?");
    }

    /** The plus keeps SQLite from asking the index for each row again. */
    private static String bySome(String order) {
        return best("SELECT rowid, " + SCORE + " AS score" + FOUND + " AND +rowid IN (" + newestBy(order) + "?)");
    }

    private static String best(String scored) {
        return "SELECT rowid FROM (" + scored + ") ORDER BY score * (0.5 + 0.5 * " + FADING + " / (? - rowid + "
                + FADING + ")), rowid DESC LIMIT " + MOST;
    }

    /**
     * The newest chunks of those after {@code floor}. Where there are many, FTS5 goes back from the newest until it has
     * enough; where there are few it would go on beyond the floor, which it heeds only where it begins: so it begins there.
     * It still looks for the first chunk of all with all terms; many common words that seldom meet take longest.
     */
    private List<Long> newest(String expression, long floor) throws SQLException {
        long recent = last - (last - floor) / 4;
        boolean many = ids("SELECT count(*)" + FOUND, expression, recent).get(0) * 4 >= MOST;
        return many ? ids(NEWEST + MOST, expression, floor) : ids(newestBy(LEAPING) + MOST, expression, floor);
    }

    /** Those of the terms, the rarest first, that are worth to be weighed. */
    private List<String> weighed(List<Sought> terms) {
        List<String> weighed = new ArrayList<>();
        long most = Math.max(LITTLE, COMMONER * terms.get(0).cost());
        long left = terms.size() == 1 && scope.isEmpty() ? COUNTED : COUNTED / 2;
        for (Sought sought : terms) {
            left -= sought.cost();
            if (left >= 0 && sought.cost() <= most) {
                weighed.add(sought.expression());
            }
        }
        return weighed;
    }

    /** The id after which chunks are searched. */
    private long floor(List<Sought> all) {
        long rarest = all.stream().mapToLong(Sought::rarest).min().orElse(0);
        long weight = all.stream().mapToLong(Sought::weight).sum();
        long scanned = rarest * weight;
        return weight == 1 || scanned <= SCANNED ? 0 : last - (long) ((double) SCANNED / scanned * last);
    }

    private Sought sought(Term term) throws SQLException {
        return sought(
                HistoryMatch.words(term),
                term.words().stream().map(HistoryMatch::word).toList());
    }

    private Sought sought(String expression, List<String> words) throws SQLException {
        long rarest = Long.MAX_VALUE;
        for (String word : new LinkedHashSet<>(words)) {
            rarest = Math.min(rarest, count(word));
            if (rarest < SAMPLE) {
                break;
            }
        }
        return new Sought(expression, rarest, words.size() == 1 ? 1 : PHRASE * words.size());
    }

    /** About how many chunks fit an expression. */
    private long count(String expression) throws SQLException {
        Long known = counts.get(expression);
        if (known == null) {
            known = sample(expression);
            counts.put(expression, known);
        }
        return known;
    }

    private long sample(String expression) throws SQLException {
        PreparedStatement query =
                database.searching(connection, "SELECT count(*), min(rowid) FROM (" + NEWEST + SAMPLE + ")");
        query.setString(1, expression);
        query.setLong(2, 0);
        try (ResultSet rows = query.executeQuery()) {
            rows.next();
            long seen = rows.getLong(1);
            return seen < SAMPLE ? seen : seen * last / (last - rows.getLong(2) + 1);
        }
    }

    /** Parts of long messages that have all of the terms, though no part has: one part each, which has the first term. */
    List<Long> scattered(List<Term> terms) throws SQLException {
        if (count(HistoryScope.match(HistoryScope.LONG)) == 0) {
            return List.of();
        }
        List<Object> parameters = new ArrayList<>();
        for (Term term : terms) {
            parameters.add(
                    HistoryMatch.all(List.of(HistoryMatch.words(term), HistoryScope.match(HistoryScope.LONG), scope)));
            parameters.add(0L);
        }
        String with = "SELECT entry_id FROM history_chunk WHERE id IN (" + NEWEST + SCATTERED + ")";
        String all = terms.stream().map(term -> with).collect(Collectors.joining(" INTERSECT "));
        parameters.addAll(0, List.copyOf(parameters.subList(0, 2)));
        return ids(
                "SELECT max(id) FROM history_chunk WHERE id IN (" + NEWEST + SCATTERED + ") AND entry_id IN (" + all
                        + ") GROUP BY entry_id ORDER BY 1 DESC LIMIT " + MOST,
                parameters.toArray());
    }

    /** The newest chunks that have all of the terms, where a term that is no common word may be a part of a literal. */
    List<Long> parts(List<Term> terms) throws SQLException {
        List<Sought> all = new ArrayList<>();
        boolean any = false;
        for (Term term : terms) {
            Sought sought = sought(term);
            List<String> literals =
                    term.mayBeFragment() && sought.rarest() < LITTLE ? literals(term.typed()) : List.of();
            if (literals.isEmpty() && sought.rarest() == 0) {
                return List.of();
            }
            any |= !literals.isEmpty();
            String either = HistoryMatch.any(term, literals);
            all.add(literals.isEmpty() ? sought : sought(either, List.of(either)));
        }
        addScope(all);
        return any ? newest(all) : List.of();
    }

    private void addScope(List<Sought> all) throws SQLException {
        if (!scope.isEmpty()) {
            all.add(sought(scope, List.of(scope)));
        }
        // FTS5 looks for all in the order in which they are named.
        all.sort(Comparator.comparingLong(Sought::rarest));
    }

    private List<Long> newest(List<Sought> all) throws SQLException {
        long floor = floor(all);
        String expression =
                HistoryMatch.all(all.stream().map(Sought::expression).toList());
        return floor > 0 ? newest(expression, floor) : ids(newestBy(order(all)) + MOST, expression, floor);
    }

    /**
     * How hits are best gathered.
     *
     * @param all the rarest first
     */
    private static String order(List<Sought> all) {
        return all.get(0).rarest() <= WEIGHED ? LEAPING : BACKWARDS;
    }

    private List<String> literals(String fragment) throws SQLException {
        PreparedStatement query = database.searching(
                connection,
                "SELECT text FROM history_literal WHERE id IN (SELECT rowid FROM history_fragment WHERE history_fragment"
                        + " MATCH ? ORDER BY rowid DESC LIMIT " + WEIGHED
                        + ") AND instr(text, ?) > 0 ORDER BY id DESC LIMIT " + LITERALS);
        query.setString(1, HistoryMatch.fragment(fragment));
        query.setString(2, fragment);
        List<String> literals = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                literals.add(rows.getString(1));
            }
        }
        return literals;
    }

    private List<Long> ids(String sql, Object... parameters) throws SQLException {
        PreparedStatement query = database.searching(connection, sql);
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

    /**
     * A term, and what it takes to find it.
     *
     * @param rarest about how many chunks have the rarest word of it
     * @param weight how much is looked at in each of these
     */
    private record Sought(String expression, long rarest, int weight) {
        long cost() {
            return rarest * weight;
        }
    }
}
