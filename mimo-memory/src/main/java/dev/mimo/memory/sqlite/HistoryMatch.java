package dev.mimo.memory.sqlite;

import dev.mimo.session.SearchTerms.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Expressions of FTS5 for terms. What was typed stands in them in quotes only, as words of ours. */
final class HistoryMatch {

    private HistoryMatch() {}

    /** Chunks that have the words of a term together. */
    static String words(Term term) {
        String words = quoted(String.join(" ", term.words()));
        // Literals stand side by side in their column that do not in the text; a single word is the same in both.
        return term.words().size() == 1 ? words : "text : " + words;
    }

    /** Chunks that have a term as the literal that it is, or its words where it is none. */
    static String exact(Term term) {
        String literal = term.literal();
        return literal == null || term.words().size() == 1 ? words(term) : literal(literal);
    }

    /** Chunks that have the words of a term together, or one of some literals. */
    static String any(Term term, List<String> literals) {
        List<String> any = new ArrayList<>(List.of(words(term)));
        literals.forEach(literal -> any.add(literal(literal)));
        return any.stream().collect(Collectors.joining(" OR ", "(", ")"));
    }

    static String word(String word) {
        return quoted(word);
    }

    static String literal(String literal) {
        return "literals : " + quoted(literal);
    }

    /** Chunks that have all of it; what is empty asks for nothing. */
    static String all(List<String> expressions) {
        return expressions.stream().filter(one -> !one.isEmpty()).collect(Collectors.joining(" AND "));
    }

    /** Literals that have all rows of three characters that a fragment has; where in them is still to be seen. */
    static String fragment(String fragment) {
        int[] points = fragment.codePoints().toArray();
        List<String> threes = new ArrayList<>();
        for (int i = 0; i + 3 <= points.length; i++) {
            threes.add(quoted(new String(points, i, 3)));
        }
        return threes.stream().distinct().collect(Collectors.joining(" AND "));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"").replace("\0", " ") + '"';
    }
}
