package dev.mimo.providers.claude;

import java.util.List;

/** Turns patterns of command lines into ours. What allows is turned only where both mean the same. */
final class CommandPatterns {

    private static final String PREFIX = ":*";

    private CommandPatterns() {}

    /** What allows no more than the pattern does; empty when that cannot be said. */
    static List<String> allowing(String pattern) {
        if (pattern.chars().anyMatch(c -> c == '?' || c == '\\' || c < ' ')) {
            return List.of();
        }
        if (pattern.endsWith(PREFIX)) {
            String prefix = prefix(pattern);
            return prefix.isEmpty() || prefix.indexOf('*') >= 0 ? List.of() : List.of(prefix + " *");
        }
        boolean many = pattern.indexOf('*') < pattern.lastIndexOf('*');
        // Ours lets the last words be left out; theirs does so only when there is one star.
        return List.of(many && pattern.endsWith(" *") ? pattern.substring(0, pattern.length() - 1) + "?*" : pattern);
    }

    /** What forbids at least what the pattern does; never empty. */
    static List<String> forbidding(String pattern) {
        String plain = pattern.replaceAll("\\\\.", "?").replaceAll("\\p{Cntrl}", "?");
        if (!plain.endsWith(PREFIX)) {
            return List.of(plain);
        }
        String prefix = prefix(plain);
        return List.of(prefix.isEmpty() ? "*" : prefix + " *");
    }

    /** What was forbidden too when a prefix could end within a word; empty when the pattern is no prefix. */
    static List<String> doubtful(String pattern) {
        String prefix = pattern.endsWith(PREFIX) ? prefix(pattern) : "";
        return prefix.isEmpty() ? List.of() : List.of(prefix + "*");
    }

    private static String prefix(String pattern) {
        return pattern.substring(0, pattern.length() - PREFIX.length()).strip();
    }
}
