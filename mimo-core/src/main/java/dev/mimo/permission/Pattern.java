package dev.mimo.permission;

import java.util.Collections;
import java.util.List;

/** Patterns of rules: {@code *} is any text, {@code ?} one character; a trailing {@code " *"} is optional. */
final class Pattern {

    private Pattern() {}

    static boolean matches(String pattern, String text) {
        return glob(pattern, text)
                || (pattern.endsWith(" *") && glob(pattern.substring(0, pattern.length() - 2), text));
    }

    /** Whether some text fits both: the pattern of a rule, and a form in which {@code *} is any text. */
    static boolean mayMatch(String pattern, String form) {
        return overlap(pattern, form)
                || (pattern.endsWith(" *") && overlap(pattern.substring(0, pattern.length() - 2), form));
    }

    /**
     * Whether a pattern says each of some words of a subject to the letter, as often as they are there. A program that does
     * something else when it is left alone, as {@code sh} reads commands then, is named by itself alone.
     */
    static boolean names(String pattern, String subject, List<String> words) {
        if (words.equals(List.of(subject))) {
            return pattern.equals(subject);
        }
        return words.stream()
                .distinct()
                .allMatch(word -> word.indexOf('*') < 0
                        && word.indexOf('?') < 0
                        && count(pattern, word) >= Collections.frequency(words, word));
    }

    private static int count(String pattern, String word) {
        String text = " " + pattern + " ";
        int count = 0;
        for (int at = text.indexOf(" " + word + " "); at >= 0; at = text.indexOf(" " + word + " ", at + 1)) {
            count++;
        }
        return count;
    }

    /* Row by row: reachable[j] says whether what is read of the pattern fits the first j characters of the form. */
    private static boolean overlap(String pattern, String form) {
        boolean[] reachable = new boolean[form.length() + 1];
        reachable[0] = true;
        spread(reachable, form);
        for (int i = 0; i < pattern.length(); i++) {
            char p = pattern.charAt(i);
            boolean[] next = new boolean[form.length() + 1];
            next[0] = p == '*' && reachable[0];
            for (int j = 1; j <= form.length(); j++) {
                char f = form.charAt(j - 1);
                boolean one = f != '*' && (p == '?' || p == f) && reachable[j - 1];
                boolean any = p == '*' && (reachable[j] || next[j - 1]);
                next[j] = one || any || (f == '*' && (reachable[j] || next[j - 1]));
            }
            reachable = next;
        }
        return reachable[form.length()];
    }

    /** Stars at the start of a form may stand for nothing. */
    private static void spread(boolean[] reachable, String form) {
        for (int j = 1; j <= form.length() && form.charAt(j - 1) == '*'; j++) {
            reachable[j] = true;
        }
    }

    /* Greedy with one step back to the last star: time is at most the product of the lengths, without recursion. */
    private static boolean glob(String pattern, String text) {
        int p = 0;
        int star = -1;
        int mark = 0;
        int t = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                mark = t;
            } else if (p < pattern.length() && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++mark;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
