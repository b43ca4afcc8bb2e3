package dev.mimo.examples.recall;

import java.util.EnumMap;
import java.util.Map;

/** How many questions were answered how, by kind. Confined to one thread. */
final class Score {

    private final Map<Kind, Map<Verdict, Integer>> counts = new EnumMap<>(Kind.class);

    /** How a question was answered. */
    enum Verdict {
        /** Right, from the prompt alone. */
        PROMPT,
        /** Right, after one search. */
        SEARCH,
        /** Something else was said. */
        WRONG,
        /** The model said that it does not know. */
        UNKNOWN;

        boolean isRight() {
            return this == PROMPT || this == SEARCH;
        }
    }

    void add(Kind kind, Verdict verdict) {
        counts.computeIfAbsent(kind, any -> new EnumMap<>(Verdict.class)).merge(verdict, 1, Integer::sum);
    }

    int count(Kind kind, Verdict verdict) {
        Map<Verdict, Integer> row = counts.get(kind);
        return row == null ? 0 : row.getOrDefault(verdict, 0);
    }

    int asked(Kind kind) {
        int sum = 0;
        for (Verdict verdict : Verdict.values()) {
            sum += count(kind, verdict);
        }
        return sum;
    }

    /** The share answered right; 1 when nothing was asked. */
    double right(Kind kind) {
        return asked(kind) == 0 ? 1 : share(kind, Verdict.PROMPT) + share(kind, Verdict.SEARCH);
    }

    /** The share of the answers of that sort; 0 when nothing was asked. */
    double share(Kind kind, Verdict verdict) {
        return asked(kind) == 0 ? 0 : (double) count(kind, verdict) / asked(kind);
    }
}
