package dev.mimo.memory.checkpoint;

import java.util.EnumMap;
import java.util.Map;

/**
 * How many tokens each section may take. Each has its share; what one does not need goes to those that need more, by their
 * shares. The sum is never above the whole.
 */
final class SectionBudgets {

    private SectionBudgets() {}

    /** By {@link Section#percent} alone. */
    static Map<Section, Long> shares(long tokens) {
        Map<Section, Long> shares = new EnumMap<>(Section.class);
        for (Section section : Section.values()) {
            shares.put(section, share(tokens, section.percent(), 100));
        }
        return shares;
    }

    /** As the sections need it; none gets more than that. */
    static Map<Section, Long> fit(long tokens, Map<Section, Long> needs) {
        Map<Section, Long> budgets = new EnumMap<>(Section.class);
        shares(tokens).forEach((section, share) -> budgets.put(section, Math.min(share, need(needs, section))));
        long left = tokens - sum(budgets);
        for (long given = left; given > 0; ) {
            given = spread(left, needs, budgets);
            left -= given;
        }
        return budgets;
    }

    /** Gives what is left to those that need more; returns how much it gave. */
    private static long spread(long left, Map<Section, Long> needs, Map<Section, Long> budgets) {
        long hungry = 0;
        for (Section section : Section.values()) {
            hungry += missing(section, needs, budgets) > 0 ? section.percent() : 0;
        }
        long given = 0;
        for (Section section : Section.values()) {
            long missing = missing(section, needs, budgets);
            if (missing > 0) {
                long more = Math.min(missing, share(left, section.percent(), hungry));
                budgets.merge(section, more, Long::sum);
                given += more;
            }
        }
        return given;
    }

    private static long missing(Section section, Map<Section, Long> needs, Map<Section, Long> budgets) {
        return need(needs, section) - budgets.getOrDefault(section, 0L);
    }

    private static long need(Map<Section, Long> needs, Section section) {
        return needs.getOrDefault(section, 0L);
    }

    /** Without overflow, whatever the whole. */
    private static long share(long tokens, long percent, long of) {
        return tokens / of * percent + tokens % of * percent / of;
    }

    private static long sum(Map<Section, Long> budgets) {
        return budgets.values().stream().mapToLong(Long::longValue).sum();
    }
}
