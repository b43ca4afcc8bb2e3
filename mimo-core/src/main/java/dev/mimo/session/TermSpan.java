package dev.mimo.session;

import dev.mimo.session.SearchTerms.Term;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shortest piece of a text that has all terms of a query.
 *
 * @param start where it begins
 * @param length in characters
 */
record TermSpan(int start, int length) {

    /** Places of one term that are looked at; a text is some thousand characters long. */
    private static final int MOST_PLACES = 200;

    /** In a text in lower case; null when a term is missing. */
    static @Nullable TermSpan find(String folded, List<Term> terms) {
        List<Place> places = new ArrayList<>();
        for (int term = 0; term < terms.size(); term++) {
            int before = places.size();
            add(folded, terms.get(term).typed(), term, places);
            if (places.size() == before) {
                add(folded, terms.get(term).words().get(0), term, places);
            }
            if (places.size() == before) {
                return null;
            }
        }
        places.sort(Comparator.comparingInt(Place::start));
        return shortest(places, terms.size());
    }

    /** A window that grows at its end until it has all, and then shrinks at its beginning while it still has. */
    private static TermSpan shortest(List<Place> places, int terms) {
        int[] seen = new int[terms];
        int missing = terms;
        int first = 0;
        TermSpan best = new TermSpan(places.get(0).start(), Integer.MAX_VALUE);
        for (Place last : places) {
            missing -= seen[last.term()]++ == 0 ? 1 : 0;
            while (missing == 0) {
                Place from = places.get(first++);
                int length = Math.max(last.end(), from.end()) - from.start();
                if (length < best.length()) {
                    best = new TermSpan(from.start(), length);
                }
                missing += --seen[from.term()] == 0 ? 1 : 0;
            }
        }
        return best;
    }

    private static void add(String folded, String sought, int term, List<Place> places) {
        int at = folded.indexOf(sought);
        for (int found = 0; at >= 0 && found < MOST_PLACES; at = folded.indexOf(sought, at + 1)) {
            int end = at + sought.length();
            if (!goesOn(folded, at) && !goesOn(folded, end)) {
                places.add(new Place(term, at, end));
                found++;
            }
        }
    }

    /** Whether a word goes on across a place, so that what was found is only a part of it. Ideographs are words of their own. */
    private static boolean goesOn(String text, int at) {
        if (at == 0 || at == text.length()) {
            return false;
        }
        int before = text.codePointBefore(at);
        int after = text.codePointAt(at);
        return Character.isLetterOrDigit(before)
                && Character.isLetterOrDigit(after)
                && !Character.isIdeographic(before)
                && !Character.isIdeographic(after);
    }

    private record Place(int term, int start, int end) {}
}
