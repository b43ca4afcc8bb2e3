package dev.mimo.examples.recall;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sentence with gaps, to be filled in or to be found in a text: {@code {k}} is a name, {@code {t}} a trait, {@code {v}} a
 * value, {@code {o}} the value before.
 *
 * @param words the sentence
 * @param anchor its longest stretch without a gap: where that is missing, the sentence is too
 * @param pattern finds it, with a group for each gap
 */
record Sentence(String words, String anchor, Pattern pattern) {

    private static final Pattern GAP = Pattern.compile("\\{[ktvo]}");
    private static final String VALUE = "/?[A-Za-z0-9](?:[A-Za-z0-9_./:+-]*[A-Za-z0-9])?";

    static Sentence of(String words) {
        String anchor = GAP.splitAsStream(words)
                .max(Comparator.comparingInt(String::length))
                .orElse("");
        return new Sentence(words, anchor, pattern(words));
    }

    private static Pattern pattern(String words) {
        StringBuilder regex = new StringBuilder();
        Matcher gap = GAP.matcher(words);
        int done = 0;
        while (gap.find()) {
            regex.append(Pattern.quote(words.substring(done, gap.start()))).append(filling(gap.group()));
            done = gap.end();
        }
        return Pattern.compile(
                regex.append(Pattern.quote(words.substring(done))).toString());
    }

    private static String filling(String gap) {
        return switch (gap) {
            case "{k}" -> "(?<k>[a-z][a-z0-9/-]*[a-z0-9])";
            case "{t}" -> "(?<t>[a-z]+ [a-z]+|\\p{IsHan}{2,6}?)";
            case "{v}" -> "(?<v>" + VALUE + ")";
            default -> "(?<o>" + VALUE + ")";
        };
    }

    /** It with name and trait filled in. */
    String about(Statement.Subject subject) {
        return words.replace("{k}", subject.name()).replace("{t}", subject.trait());
    }
}
