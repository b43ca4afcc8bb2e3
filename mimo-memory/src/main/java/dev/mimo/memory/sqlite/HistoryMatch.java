package dev.mimo.memory.sqlite;

import dev.mimo.session.SearchTerms.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Expressions of FTS5 for terms. What was typed stands in them in quotes only, as words of ours. */
final class HistoryMatch {

    private HistoryMatch() {}

    /** Chunks that have a term. */
    static String of(Term term) {
        String words = String.join(" ", term.words());
        String literal = term.literal();
        if (literal == null) {
            return "text : " + quoted(words);
        }
        return literal.equals(words)
                ? "{text literals} : " + quoted(words)
                : "(text : " + quoted(words) + " OR literals : " + quoted(literal) + ")";
    }

    /** Chunks that have a term, or one of some literals. */
    static String of(Term term, List<String> literals) {
        List<String> any = new ArrayList<>(List.of(of(term)));
        literals.forEach(literal -> any.add("literals : " + quoted(literal)));
        return any.stream().collect(Collectors.joining(" OR ", "(", ")"));
    }

    static String literal(String literal) {
        return "literals : " + quoted(literal);
    }

    /** Chunks that have all of it; what is empty asks for nothing. */
    static String all(String scope, List<String> expressions) {
        List<String> all = new ArrayList<>(scope.isEmpty() ? List.of() : List.of(scope));
        all.addAll(expressions);
        return String.join(" AND ", all);
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
