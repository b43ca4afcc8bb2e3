package dev.mimo.tool.coding;

import dev.mimo.tool.InvalidCall;
import java.util.ArrayList;
import java.util.List;

/** A pattern with alternatives in braces: {@code **}{@code /*.{ts,tsx}}. */
record Globs(List<Glob> alternatives) {

    /** More come from nested braces only. */
    private static final int MOST = 256;

    /** Throws {@link InvalidCall} when the braces do not pair. */
    static Globs of(String pattern) {
        String relative = pattern.startsWith("./") ? pattern.substring(2) : pattern;
        List<String> all = new ArrayList<>();
        expand("", relative, all, pattern);
        return new Globs(all.stream().map(Glob::of).toList());
    }

    boolean matches(String path) {
        return alternatives.stream().anyMatch(glob -> glob.matches(path));
    }

    private static void expand(String before, String rest, List<String> all, String pattern) {
        int open = outside(rest, 0, "{");
        if (open < 0) {
            if (all.size() == MOST) {
                throw new InvalidCall("too many alternatives in pattern " + pattern);
            }
            all.add(before + rest);
            return;
        }
        int depth = 0;
        int start = open + 1;
        List<String> alternatives = new ArrayList<>();
        for (int i = outside(rest, open, "{},"); i >= 0; i = outside(rest, i + 1, "{},")) {
            char c = rest.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth == 0 || (depth == 1 && c == ',')) {
                alternatives.add(rest.substring(start, i));
                start = i + 1;
            }
            if (depth == 0) {
                for (String each : alternatives) {
                    expand(before + rest.substring(0, open), each + rest.substring(i + 1), all, pattern);
                }
                return;
            }
        }
        throw new InvalidCall("a brace is not closed in pattern " + pattern);
    }

    /** The next of these characters that no backslash stands before; -1 when there is none. */
    private static int outside(String text, int from, String wanted) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (wanted.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }
}
