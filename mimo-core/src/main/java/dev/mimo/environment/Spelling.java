package dev.mimo.environment;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds what was probably meant by a name that does not exist. Letter case is left out. Safe for use by several threads. */
public final class Spelling {

    /** Names that are longer are no slips of the pen, and would take long to compare. */
    private static final int LONGEST = 100;

    private Spelling() {}

    /** The name that was most probably meant; null when none is close. */
    public static @Nullable String findNearest(String name, Collection<String> names) {
        List<String> near = near(name, names, 1);
        return near.isEmpty() ? null : near.get(0);
    }

    /**
     * The names that were probably meant, the most probable first; may be empty. Close is what takes no more changes than a
     * third of the letters, or two; a name that the other one is part of takes one.
     *
     * @param most how many at most
     */
    public static List<String> near(String name, Collection<String> names, int most) {
        String wanted = name.toLowerCase(Locale.ROOT);
        if (wanted.length() > LONGEST) {
            return List.of();
        }
        int close = wanted.length() < 4 ? 1 : Math.max(2, wanted.length() / 3);
        Map<String, Integer> distances = new HashMap<>();
        for (String candidate : names) {
            int distance = distance(wanted, candidate.toLowerCase(Locale.ROOT), close);
            if (distance <= close) {
                distances.put(candidate, distance);
            }
        }
        return distances.keySet().stream()
                .sorted(Comparator.<String>comparingInt(candidate -> distances.get(candidate))
                        .thenComparingInt(candidate -> Math.abs(candidate.length() - name.length()))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(most)
                .toList();
    }

    private static int distance(String wanted, String candidate, int close) {
        if (candidate.startsWith(wanted) || isPart(wanted, candidate) || isPart(candidate, wanted)) {
            return candidate.equals(wanted) ? 0 : 1;
        }
        return Math.abs(wanted.length() - candidate.length()) > close ? close + 1 : changes(wanted, candidate);
    }

    private static boolean isPart(String part, String whole) {
        return part.length() > 2 && whole.contains(part);
    }

    /** Letters to add, drop, replace or swap with their neighbour (optimal string alignment). */
    private static int changes(String a, String b) {
        int[][] least = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                least[i][j] = i == 0 ? j : j == 0 ? i : step(least, a, b, i, j);
            }
        }
        return least[a.length()][b.length()];
    }

    private static int step(int[][] least, String a, String b, int i, int j) {
        int replaced = least[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int changes = Math.min(replaced, 1 + Math.min(least[i - 1][j], least[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(changes, least[i - 2][j - 2] + 1) : changes;
    }
}
