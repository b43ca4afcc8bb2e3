package dev.mimo.session;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody looks for: the query of a search of history, taken apart. Every text is a query.
 *
 * @param terms all of which have to stand in a message; each once, may be empty. Of a long query the beginning counts
 */
public record SearchTerms(List<Term> terms) {

    /** Words of a query that count. */
    private static final int MOST_WORDS = 16;

    public SearchTerms {
        terms = List.copyOf(terms);
    }

    /** Words apart by spaces; what stands in double quotes is one term, also where the closing one is missing. */
    public static SearchTerms of(String query) {
        Map<List<String>, Term> terms = new LinkedHashMap<>();
        int left = MOST_WORDS;
        for (int start = 0; start < query.length() && left > 0; ) {
            boolean quoted = query.charAt(start) == '"';
            int from = quoted ? start + 1 : start;
            int end = end(query, from, quoted);
            Term term = term(query.substring(from, end), left);
            if (term != null && terms.putIfAbsent(term.words(), term) == null) {
                left -= term.words().size();
            }
            start = quoted ? end + 1 : Math.max(end, start + 1);
        }
        return new SearchTerms(List.copyOf(terms.values()));
    }

    private static int end(String query, int from, boolean quoted) {
        int end = from;
        while (end < query.length()
                && query.charAt(end) != '"'
                && (quoted || !Character.isWhitespace(query.charAt(end)))) {
            end++;
        }
        return end;
    }

    private static @Nullable Term term(String typed, int most) {
        List<String> words = SearchText.words(typed);
        if (words.isEmpty()) {
            return null;
        }
        String bare = typed.strip();
        Set<String> literals = SearchText.literals(bare);
        String only = literals.size() == 1 ? literals.iterator().next() : null;
        boolean whole = only != null && SearchText.words(only).equals(words);
        return new Term(SearchText.fold(bare), words.subList(0, Math.min(most, words.size())), whole ? only : null);
    }

    /**
     * One thing looked for.
     *
     * @param typed as it was typed, folded
     * @param words the words of it, which have to stand together; never empty
     * @param literal what it is as a whole: a path, an identifier; null when it is plain words
     */
    public record Term(
            String typed, List<String> words, @Nullable String literal) {

        /** Parts of a name have three characters at least. */
        private static final int SHORTEST_FRAGMENT = 3;

        public Term {
            words = List.copyOf(words);
        }

        /** Whether it can be a part of a literal. */
        public boolean mayBeFragment() {
            return typed.codePointCount(0, typed.length()) >= SHORTEST_FRAGMENT
                    && typed.chars().noneMatch(c -> c <= ' ');
        }
    }
}
