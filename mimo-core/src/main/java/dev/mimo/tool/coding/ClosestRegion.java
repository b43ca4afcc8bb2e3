package dev.mimo.tool.coding;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where a file looks most like a text that it does not hold, to tell the model what it may have meant. */
final class ClosestRegion {

    /** Characters shown. */
    private static final int LONGEST = 2_000;

    /** Lines compared letter by letter, when no line is equal. */
    private static final int MOST_LINES = 20_000;

    /** Below this share of common letter pairs two lines have nothing to do with each other. */
    private static final double LEAST_LIKENESS = 0.5;

    private ClosestRegion() {}

    /** Words on the closest region; empty when nothing is close. */
    static String of(String text, String wanted) {
        List<String> lines = Lines.of(text);
        List<String> sought = Lines.of(wanted);
        int spaced = differsInSpaceOnly(text, wanted);
        if (spaced >= 0) {
            int first = Lines.number(text, spaced);
            return "; it differs in white space only from this:\n" + show(lines, first - 1, sought.size());
        }
        int at = mostEqualLines(lines, sought);
        if (at < 0) {
            at = likeliestLine(lines, sought);
        }
        return at < 0 ? "" : "; the closest is this:\n" + show(lines, at, sought.size());
    }

    /** Where the text stands when white space is left out of both; -1 when it does not. */
    private static int differsInSpaceOnly(String text, String wanted) {
        String sought = withoutSpace(wanted);
        int found = sought.isEmpty() ? -1 : withoutSpace(text).indexOf(sought);
        if (found < 0) {
            return -1;
        }
        int place = 0;
        for (int seen = -1; seen < found; place++) {
            seen += Character.isWhitespace(text.charAt(place)) ? 0 : 1;
        }
        return place - 1;
    }

    private static String withoutSpace(String text) {
        StringBuilder dense = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (!Character.isWhitespace(text.charAt(i))) {
                dense.append(text.charAt(i));
            }
        }
        return dense.toString();
    }

    /** The start of the window with most of the wanted lines, in one pass; -1 when no line is there. */
    private static int mostEqualLines(List<String> lines, List<String> sought) {
        Map<String, Integer> wanted = new HashMap<>();
        for (String line : sought) {
            if (line.strip().length() > 1) {
                wanted.merge(line.strip(), 1, Integer::sum);
            }
        }
        Map<String, Integer> inside = new HashMap<>();
        int window = sought.size();
        int equal = 0;
        int most = 0;
        int best = -1;
        for (int i = 0; i < lines.size(); i++) {
            String come = lines.get(i).strip();
            if (wanted.containsKey(come) && inside.merge(come, 1, Integer::sum) <= wanted.get(come)) {
                equal++;
            }
            String gone = i < window ? "" : lines.get(i - window).strip();
            if (wanted.containsKey(gone) && inside.merge(gone, -1, Integer::sum) < wanted.get(gone)) {
                equal--;
            }
            if (equal > most) {
                most = equal;
                best = Math.max(0, i - window + 1);
            }
        }
        return best;
    }

    /** The line most like the first wanted one; -1 when none is. */
    private static int likeliestLine(List<String> lines, List<String> sought) {
        String first = sought.stream()
                .map(String::strip)
                .filter(line -> line.length() > 1)
                .findFirst()
                .orElse("");
        Set<Integer> wanted = pairs(first);
        double most = LEAST_LIKENESS;
        int best = -1;
        for (int i = 0; i < Math.min(lines.size(), MOST_LINES); i++) {
            double likeness = likeness(wanted, lines.get(i));
            if (likeness > most) {
                most = likeness;
                best = i;
            }
        }
        return best;
    }

    /** Twice the common letter pairs through all of them (Dice). */
    private static double likeness(Set<Integer> wanted, String line) {
        Set<Integer> there = pairs(line.strip());
        int all = wanted.size() + there.size();
        there.retainAll(wanted);
        return all == 0 ? 0 : 2.0 * there.size() / all;
    }

    private static Set<Integer> pairs(String line) {
        Set<Integer> pairs = new HashSet<>();
        for (int i = 1; i < Math.min(line.length(), LONGEST); i++) {
            pairs.add(line.charAt(i - 1) << 16 | line.charAt(i));
        }
        return pairs;
    }

    private static String show(List<String> lines, int first, int count) {
        StringBuilder region = new StringBuilder();
        for (int i = first; i < Math.min(lines.size(), first + Math.max(1, count)); i++) {
            String line = Lines.numbered(i + 1, lines.get(i));
            int left = LONGEST - region.length();
            if (line.length() > left) {
                return region + line.substring(0, left);
            }
            region.append(line);
        }
        return region.toString();
    }
}
