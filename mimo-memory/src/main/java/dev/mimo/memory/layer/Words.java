package dev.mimo.memory.layer;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a text says, word by word: for telling whether two say the same, and what one is about. */
final class Words {

    /** Marks at the edges of words that are no brackets or quotation marks by their kind. */
    private static final String MARKS = "\"'`.,;:!?…。，、；：！？*_-";

    private static final Pattern CJK = Pattern.compile("[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsHangul}]+");
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern NUMBER = Pattern.compile(".*[0-9].*");

    /** Two texts of which only one holds such a word say opposite things, however alike they look. */
    private static final Set<String> NEGATIONS = Set.of(
            "not",
            "no",
            "never",
            "without",
            "don't",
            "dont",
            "doesn't",
            "isn't",
            "aren't",
            "can't",
            "cannot",
            "won't",
            "avoid",
            "disable",
            "disabled",
            "off",
            "nicht",
            "nie",
            "kein",
            "不",
            "没",
            "别",
            "勿");

    /** Words that a shorter wording of the same leaves out. */
    private static final Set<String> FILLERS = Set.of(
            "the", "a", "an", "is", "are", "be", "to", "of", "in", "on", "for", "and", "that", "it", "this", "with",
            "please", "always", "must", "should", "will");

    /** How many of the words of both together two texts must share to say the same. A judgement, on the careful side. */
    static final double ALIKE = 0.8;

    private static final int FEWEST = 3;

    private Words() {}

    /** The same for texts that differ in case, white space, marks at the edges of words and widths of letters only. */
    static String normal(String text) {
        return String.join(" ", split(text));
    }

    /** What it is about, without fillers; of scripts without spaces pairs of characters. */
    static Set<String> of(String text) {
        Set<String> words = new LinkedHashSet<>();
        for (String word : split(text)) {
            Matcher cjk = CJK.matcher(word);
            boolean found = false;
            while (cjk.find()) {
                found = true;
                addPairs(cjk.group(), words);
            }
            if (!found && !FILLERS.contains(word)) {
                words.add(word);
            }
        }
        return words;
    }

    /** Whether both say the same, in other words at most: high overlap, the same numbers, and both or neither negated. */
    static boolean sayTheSame(String one, String other) {
        if (normal(one).equals(normal(other))) {
            return true;
        }
        Set<String> ours = of(one);
        Set<String> theirs = of(other);
        if (Math.min(ours.size(), theirs.size()) < FEWEST
                || !matching(ours, NUMBER).equals(matching(theirs, NUMBER))
                || !negations(one).equals(negations(other))) {
            return false;
        }
        return overlap(ours, theirs) >= ALIKE;
    }

    /** Twice the shared words by all of both: 0 to 1. */
    static double overlap(Set<String> one, Set<String> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return 0;
        }
        long shared = one.stream().filter(other::contains).count();
        return 2.0 * shared / (one.size() + other.size());
    }

    private static List<String> split(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replace('’', '\'');
        List<String> words = new ArrayList<>();
        for (String word : SPACE.split(plain, -1)) {
            String bare = bare(word);
            if (!bare.isEmpty()) {
                words.add(bare);
            }
        }
        return words;
    }

    private static String bare(String word) {
        int from = 0;
        int to = word.length();
        while (from < to && isEdge(word.charAt(from))) {
            from++;
        }
        while (from < to && isEdge(word.charAt(to - 1))) {
            to--;
        }
        return word.substring(from, to);
    }

    private static boolean isEdge(char mark) {
        return switch (Character.getType(mark)) {
            case Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION -> true;
            default -> MARKS.indexOf(mark) >= 0;
        };
    }

    private static void addPairs(String characters, Set<String> words) {
        int[] points = characters.codePoints().toArray();
        if (points.length == 1) {
            words.add(characters);
        }
        for (int i = 0; i + 1 < points.length; i++) {
            words.add(new String(points, i, 2));
        }
    }

    private static Set<String> matching(Set<String> words, Pattern pattern) {
        Set<String> found = new HashSet<>(words);
        found.removeIf(word -> !pattern.matcher(word).matches());
        return found;
    }

    /** What says no in it, as one word for each script. */
    static Set<String> negations(String text) {
        Set<String> found = new HashSet<>();
        List<String> words = split(text);
        for (String negation : NEGATIONS) {
            boolean cjk = CJK.matcher(negation).matches();
            if (words.stream().anyMatch(word -> cjk ? word.contains(negation) : word.equals(negation))) {
                found.add(cjk ? "不" : "not");
            }
        }
        return found;
    }
}
