package dev.mimo.permission;

/** Patterns of rules: {@code *} is any text, {@code ?} one character; a trailing {@code " *"} is optional. */
final class Pattern {

    private Pattern() {}

    static boolean matches(String pattern, String text) {
        return glob(pattern, text)
                || (pattern.endsWith(" *") && glob(pattern.substring(0, pattern.length() - 2), text));
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
