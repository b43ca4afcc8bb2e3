package dev.mimo.session;

import dev.mimo.session.SearchTerms.Term;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds what was said by reading it: for sessions in memory and for stores of a host that have no index. The newest hits
 * come first. It takes as long as reading all sessions of the scope takes. Safe for use by several threads.
 */
public final class ScanningHistorySearch implements HistorySearch {

    private static final Comparator<Found> OLDEST_FIRST = Comparator.comparing(
                    (Found found) -> found.stored().at())
            .thenComparing(found -> found.session().value())
            .thenComparingLong(found -> found.stored().sequence());

    private final SessionStore store;
    private final Function<SessionId, @Nullable String> projects;

    /** Sessions that belong to no project. */
    public ScanningHistorySearch(SessionStore store) {
        this(store, session -> null);
    }

    /**
     * Sessions of projects.
     *
     * @param projects the project that a session belongs to; null when it belongs to none
     */
    public ScanningHistorySearch(SessionStore store, Function<SessionId, @Nullable String> projects) {
        this.store = store;
        this.projects = projects;
    }

    @Override
    public List<Hit> search(Query query) {
        List<Term> terms = SearchTerms.of(query.words()).terms();
        if (terms.isEmpty()) {
            return List.of();
        }
        Newest words = new Newest(query.limit());
        Newest fragments = new Newest(query.limit());
        for (SessionId session : sessions(query.scope())) {
            Transcript transcript = store.find(session);
            if (transcript != null) {
                transcript.stream(0).forEach(stored -> look(session, stored, terms, words, fragments));
            }
        }
        return (words.found.isEmpty() ? fragments : words).hits(terms);
    }

    /** What was appended is found at once. */
    @Override
    public void catchUp() {}

    private List<SessionId> sessions(Scope scope) {
        if (scope instanceof Scope.InSession one) {
            return List.of(one.session());
        }
        List<SessionId> sessions = store.list().stream().map(SessionInfo::id).toList();
        if (scope instanceof Scope.InProject in) {
            return sessions.stream()
                    .filter(session -> in.project().equals(projects.apply(session)))
                    .toList();
        }
        return sessions;
    }

    private static void look(SessionId session, Stored stored, List<Term> terms, Newest words, Newest fragments) {
        List<Utterance> said = Utterance.of(stored.entry());
        if (said.isEmpty()) {
            return;
        }
        List<String> spoken = new ArrayList<>();
        said.forEach(utterance -> spoken.addAll(SearchText.words(utterance.text())));
        Set<String> once = new HashSet<>(spoken);
        Set<String> literals = new HashSet<>();
        said.forEach(utterance -> literals.addAll(SearchText.literals(utterance.text())));
        Found found = new Found(session, stored, said);
        if (terms.stream().allMatch(term -> says(term, spoken, once))) {
            words.add(found);
        } else if (terms.stream().allMatch(term -> says(term, spoken, once) || isPart(term, literals))) {
            fragments.add(found);
        }
    }

    private static boolean says(Term term, List<String> spoken, Set<String> once) {
        return once.containsAll(term.words())
                && (term.words().size() == 1 || Collections.indexOfSubList(spoken, term.words()) >= 0);
    }

    private static boolean isPart(Term term, Set<String> literals) {
        return term.mayBeFragment() && literals.stream().anyMatch(literal -> literal.contains(term.typed()));
    }

    private record Found(SessionId session, Stored stored, List<Utterance> said) {

        Hit hit(List<Term> terms) {
            Utterance excerpt = Excerpt.of(said, terms);
            return new Hit(new MessageRef(session, stored.sequence()), stored.at(), excerpt.source(), excerpt.text());
        }
    }

    /** The newest of all that are added. */
    private static final class Newest {

        private final int most;
        final PriorityQueue<Found> found = new PriorityQueue<>(OLDEST_FIRST);

        Newest(int most) {
            this.most = most;
        }

        void add(Found one) {
            found.add(one);
            if (found.size() > most) {
                found.remove();
            }
        }

        List<Hit> hits(List<Term> terms) {
            return found.stream()
                    .sorted(OLDEST_FIRST.reversed())
                    .map(one -> one.hit(terms))
                    .toList();
        }
    }
}
