package dev.mimo.testing;

import dev.mimo.environment.Ids;
import java.util.HashMap;
import java.util.Map;

/** Counts for each kind: {@code turn-1}, {@code turn-2}, {@code call-1}, …. Safe for use by several threads. */
public final class SequentialIds implements Ids {

    private final Map<String, Integer> last = new HashMap<>();

    public SequentialIds() {}

    @Override
    public synchronized String next(String kind) {
        return kind + "-" + last.merge(kind, 1, Integer::sum);
    }
}
