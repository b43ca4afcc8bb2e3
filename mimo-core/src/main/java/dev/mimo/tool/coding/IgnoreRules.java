package dev.mimo.tool.coding;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules of one {@code .gitignore} file, as in gitignore(5). Immutable. */
final class IgnoreRules {

    private final List<Rule> rules;

    private IgnoreRules(List<Rule> rules) {
        this.rules = rules;
    }

    static IgnoreRules parse(String text) {
        List<Rule> rules = new ArrayList<>();
        for (String line : Lines.of(text)) {
            Rule rule = rule(withoutTrailingBlanks(line));
            if (rule != null) {
                rules.add(rule);
            }
        }
        return new IgnoreRules(List.copyOf(rules));
    }

    /**
     * What the last rule that fits says: true to ignore, false to keep; null when none fits.
     *
     * @param path relative to the folder of the file, with slashes
     */
    @Nullable
    Boolean ignores(String path, boolean folder) {
        for (int i = rules.size() - 1; i >= 0; i--) {
            Rule rule = rules.get(i);
            if ((folder || !rule.foldersOnly) && rule.glob.matches(path)) {
                return !rule.keep;
            }
        }
        return null;
    }

    private static @Nullable Rule rule(String line) {
        if (line.isEmpty() || line.startsWith("#")) {
            return null;
        }
        boolean keep = line.startsWith("!");
        String pattern = keep ? line.substring(1) : line;
        boolean foldersOnly = pattern.endsWith("/");
        if (foldersOnly) {
            pattern = pattern.substring(0, pattern.length() - 1);
        }
        // A slash at the start or inside ties the pattern to the file's folder; else it fits at any depth.
        boolean anchored = pattern.indexOf('/') >= 0;
        if (pattern.startsWith("/")) {
            pattern = pattern.substring(1);
        }
        if (pattern.isEmpty()) {
            return null;
        }
        // "a/**" is all that is inside of a, but not a itself.
        String all = pattern.endsWith("/**") ? pattern + "/*" : pattern;
        return new Rule(Glob.of(anchored ? all : "**/" + all), keep, foldersOnly);
    }

    private static String withoutTrailingBlanks(String line) {
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == ' ' && (end < 2 || line.charAt(end - 2) != '\\')) {
            end--;
        }
        return line.substring(0, end);
    }

    private record Rule(Glob glob, boolean keep, boolean foldersOnly) {}
}
