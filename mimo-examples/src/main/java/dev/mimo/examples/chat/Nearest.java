package dev.mimo.examples.chat;

import java.util.Collection;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Finds what was probably meant by a name that does not exist. */
final class Nearest {

    private Nearest() {}

    /** The name that takes the fewest changes, or begins like it; of equals one that is as long. Null when none is close. */
    static @Nullable String find(String name, Collection<String> names) {
        return names.stream()
                .filter(candidate -> distance(name, candidate) <= Math.max(1, name.length() / 2))
                .min(Comparator.<String>comparingInt(candidate -> distance(name, candidate))
                        .thenComparingInt(candidate -> Math.abs(candidate.length() - name.length())))
                .orElse(null);
    }

    private static int distance(String name, String candidate) {
        if (candidate.startsWith(name)) {
            return 1;
        }
        int least = changes(name, candidate);
        for (int i = 0; i + 1 < name.length(); i++) {
            String swapped = name.substring(0, i) + name.charAt(i + 1) + name.charAt(i) + name.substring(i + 2);
            least = Math.min(least, 1 + changes(swapped, candidate));
        }
        return least;
    }

    /** Letters to add, drop or replace (Levenshtein). */
    private static int changes(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
