package dev.mimo.workflow;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds what was probably meant by a name that does not exist. */
final class Spelling {

    /** Names that are longer are no slips of the pen, and would take long to compare. */
    private static final int LONGEST = 100;

    private Spelling() {}

    /** The name that takes the fewest changes, case left out; of equals the first. Null when none is close. */
    static @Nullable String nearest(String name, Collection<String> names) {
        if (name.length() > LONGEST) {
            return null;
        }
        return names.stream()
                .filter(candidate -> candidate.length() <= LONGEST)
                .filter(candidate -> changes(name, candidate) <= Math.max(1, name.length() / 3))
                .min(Comparator.comparingInt(candidate -> changes(name, candidate)))
                .orElse(null);
    }

    /** Letters to add, drop, replace or swap with their neighbour (optimal string alignment). */
    private static int changes(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
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
