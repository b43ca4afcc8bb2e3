package dev.mimo.tool.coding;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * A path pattern: {@code *} and {@code ?} within a name, {@code **} over folders, none included, {@code [a-z]} and
 * {@code [!a-z]}, a backslash before a letter that is meant as it is. Case counts.
 *
 * <p>Names and paths are matched by the same walk: after a star, the least is taken, and when it does not work out only the
 * last star takes one more. That is never worse than pattern times path, whatever the pattern.
 */
final class Glob {

    private final List<List<Part>> names;

    private Glob(List<List<Part>> names) {
        this.names = names;
    }

    /** One pattern without braces. */
    static Glob of(String pattern) {
        List<List<Part>> names = new ArrayList<>();
        for (String name : pattern.split("/", -1)) {
            names.add(name.equals("**") ? List.of(new Folders()) : parts(name));
        }
        return new Glob(names);
    }

    /** Whether a path with slashes, relative to where the pattern begins, fits. */
    boolean matches(String path) {
        return walk(
                names,
                List.of(path.split("/", -1)),
                name -> name.size() == 1 && name.get(0) instanceof Folders,
                (name, text) -> walk(
                        name,
                        text.chars().boxed().toList(),
                        part -> part instanceof Star,
                        (part, c) -> part instanceof One one && one.takes((char) (int) c)));
    }

    private static <P, T> boolean walk(List<P> pattern, List<T> text, Predicate<P> star, BiPredicate<P, T> fits) {
        int p = 0;
        int t = 0;
        int lastStar = -1;
        int tried = 0;
        while (t < text.size()) {
            if (p < pattern.size() && star.test(pattern.get(p))) {
                lastStar = p++;
                tried = t;
            } else if (p < pattern.size() && fits.test(pattern.get(p), text.get(t))) {
                p++;
                t++;
            } else if (lastStar >= 0) {
                p = lastStar + 1;
                t = ++tried;
            } else {
                return false;
            }
        }
        while (p < pattern.size() && star.test(pattern.get(p))) {
            p++;
        }
        return p == pattern.size();
    }

    private static List<Part> parts(String name) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            int close = c == '[' ? closing(name, i) : -1;
            if (c == '*') {
                parts.add(new Star());
            } else if (c == '?') {
                parts.add(new Any());
            } else if (close > 0) {
                parts.add(OneOf.of(name.substring(i + 1, close)));
                i = close;
            } else if (c == '\\' && i + 1 < name.length()) {
                parts.add(new Letter(name.charAt(++i)));
            } else {
                parts.add(new Letter(c));
            }
        }
        return parts;
    }

    /** The bracket that ends a set; one right at its start is a member. -1 when there is none. */
    private static int closing(String name, int open) {
        int first = open + 1;
        if (first < name.length() && (name.charAt(first) == '!' || name.charAt(first) == '^')) {
            first++;
        }
        return name.indexOf(']', first + 1);
    }

    private sealed interface Part permits Folders, Star, One {}

    private record Folders() implements Part {}

    private record Star() implements Part {}

    private sealed interface One extends Part permits Any, Letter, OneOf {
        boolean takes(char c);
    }

    private record Any() implements One {
        @Override
        public boolean takes(char c) {
            return true;
        }
    }

    private record Letter(char letter) implements One {
        @Override
        public boolean takes(char c) {
            return c == letter;
        }
    }

    /** A set, as ranges: two characters each. */
    private record OneOf(String ranges, boolean not) implements One {

        static OneOf of(String inside) {
            boolean not = inside.startsWith("!") || inside.startsWith("^");
            StringBuilder ranges = new StringBuilder();
            for (int i = not ? 1 : 0; i < inside.length(); i++) {
                char from = inside.charAt(i);
                if (from == '\\' && i + 1 < inside.length()) {
                    from = inside.charAt(++i);
                }
                boolean range = i + 2 < inside.length() && inside.charAt(i + 1) == '-';
                ranges.append(from).append(range ? inside.charAt(i + 2) : from);
                i += range ? 2 : 0;
            }
            return new OneOf(ranges.toString(), not);
        }

        @Override
        public boolean takes(char c) {
            for (int i = 0; i < ranges.length(); i += 2) {
                if (ranges.charAt(i) <= c && c <= ranges.charAt(i + 1)) {
                    return !not;
                }
            }
            return not;
        }
    }
}
