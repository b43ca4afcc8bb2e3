package dev.mimo.session;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Text as searches compare it: words, and the literals that stand in it. Upper case and accents make no difference.
 *
 * <p>Each Chinese, Japanese and Korean character is a word of its own: these scripts have no spaces, so that any part of a
 * sentence is a row of words that stand together.
 */
public final class SearchText {

    /** Characters of a word that count. */
    private static final int LONGEST_WORD = 100;

    /** Characters of a literal that count. */
    private static final int LONGEST_LITERAL = 256;

    private static final int SHORTEST_LITERAL = 3;
    private static final int FIRST_CJK = 0x1100;
    private static final int FIRST_ACCENT = 0x300;
    private static final int LAST_ACCENT = 0x36f;

    private SearchText() {}

    /** The words, in order. */
    public static List<String> words(String text) {
        List<String> words = new ArrayList<>(text.length() / 6 + 1);
        int start = -1;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int next = i + Character.charCount(c);
            boolean single = isCjk(c);
            if (single || !isLetter(c)) {
                addWord(text, start, i, words);
                start = -1;
                if (single) {
                    words.add(fold(text.substring(i, next)));
                }
            } else if (start < 0) {
                start = i;
            }
            i = next;
        }
        addWord(text, start, text.length(), words);
        return words;
    }

    /** The paths, identifiers, error codes and addresses, each once. */
    public static Set<String> literals(String text) {
        Set<String> literals = new LinkedHashSet<>();
        for (int i = 0; i < text.length(); ) {
            if (!isPart(text.charAt(i))) {
                i++;
                continue;
            }
            int end = i;
            while (end < text.length() && isPart(text.charAt(end))) {
                end++;
            }
            if (text.startsWith("://", end)) {
                end = endOfAddress(text, end);
                addLiteral(text, i, end, true, literals);
            } else {
                addLiteral(text, i, end, false, literals);
            }
            i = end;
        }
        return literals;
    }

    /** The text without differences that do not count. */
    public static String fold(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return foldAny(text);
            }
        }
        return text.toLowerCase(Locale.ROOT);
    }

    private static String foldAny(String text) {
        String apart = Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFD);
        StringBuilder folded = new StringBuilder(apart.length());
        apart.codePoints().filter(c -> c < FIRST_ACCENT || c > LAST_ACCENT).forEach(folded::appendCodePoint);
        return Normalizer.normalize(folded, Normalizer.Form.NFC);
    }

    private static void addWord(String text, int start, int end, List<String> words) {
        if (start < 0) {
            return;
        }
        String word = fold(text.substring(start, cut(text, start, end, LONGEST_WORD)));
        if (!word.isEmpty()) {
            words.add(word);
        }
    }

    private static void addLiteral(String text, int from, int to, boolean address, Set<String> literals) {
        int start = from;
        int end = to;
        while (start < end && !isEdge(text.charAt(start))) {
            start++;
        }
        while (start < end && !isEdge(text.charAt(end - 1))) {
            end--;
        }
        end = cut(text, start, end, LONGEST_LITERAL);
        if (end - start >= SHORTEST_LITERAL && (address || isLiteral(text, start, end))) {
            literals.add(fold(text.substring(start, end)));
        }
    }

    private static int cut(String text, int start, int end, int most) {
        if (end - start <= most) {
            return end;
        }
        int cut = start + most;
        return Character.isHighSurrogate(text.charAt(cut - 1)) ? cut - 1 : cut;
    }

    private static int endOfAddress(String text, int from) {
        int end = from;
        while (end < text.length()
                && text.charAt(end) > ' '
                && "\"'<>()[]{}|^`".indexOf(text.charAt(end)) < 0
                && !isCjk(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Whether it is more than a word: parts that are joined, a hump as in {@code userName}, digits among letters. */
    private static boolean isLiteral(String text, int start, int end) {
        boolean digit = false;
        boolean letter = false;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c == '_' || c == '/' || c == '\\' || c == '.' || isHump(text, start, i, end)) {
                return true;
            }
            digit |= Character.isDigit(c);
            letter |= Character.isLetter(c);
        }
        return digit && letter;
    }

    private static boolean isHump(String text, int start, int i, int end) {
        return i > start
                && Character.isUpperCase(text.charAt(i))
                && (Character.isLowerCase(text.charAt(i - 1))
                        || (Character.isUpperCase(text.charAt(i - 1))
                                && i + 1 < end
                                && Character.isLowerCase(text.charAt(i + 1))));
    }

    private static boolean isPart(char c) {
        if (c < 0x80) {
            return isAsciiLetter(c) || c == '_' || c == '-' || c == '.' || c == '/' || c == '\\';
        }
        return Character.isLetterOrDigit(c) && !isCjk(c);
    }

    private static boolean isEdge(char c) {
        return c == '_' || Character.isLetterOrDigit(c);
    }

    private static boolean isLetter(int c) {
        if (c < 0x80) {
            return isAsciiLetter(c);
        }
        int type = Character.getType(c);
        return Character.isLetterOrDigit(c)
                || type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }

    private static boolean isAsciiLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static boolean isCjk(int c) {
        if (c < FIRST_CJK || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            return false;
        }
        return switch (Character.UnicodeScript.of(c)) {
            case HAN, HIRAGANA, KATAKANA, HANGUL -> Character.isLetterOrDigit(c);
            default -> false;
        };
    }
}
