package dev.mimo.examples.chat;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Finds what was probably meant by a name that does not exist. */
final class Nearest {

    private Nearest() {}

    /** The name that takes the fewest changes, or begins like it; null when none is close. */
    static @Nullable String find(String name, Collection<String> names) {
        String best = null;
        int least = Math.max(1, name.length() / 2) + 1;
        for (String candidate : names) {
            int changes = candidate.startsWith(name) ? 1 : changes(name, candidate);
            if (changes < least) {
                least = changes;
                best = candidate;
            }
        }
        return best;
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
