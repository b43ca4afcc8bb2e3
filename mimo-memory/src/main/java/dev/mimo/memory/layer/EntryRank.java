package dev.mimo.memory.layer;

import dev.mimo.session.MemoryEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Which entries matter most: what binds (rules and preferences, a person's before an agent's), then what fits the topic, is
 * sure, was seen lately and often. Ties are settled by id, so that the same entries always stand in the same order.
 */
final class EntryRank {

    private final Set<String> topic;
    private final Instant newest;

    /** Times are told from the newest entry, not from a clock: the order changes only when the entries do. */
    EntryRank(List<MemoryEntry> all, String about) {
        topic = Words.of(about);
        newest =
                all.stream().map(EntryRank::last).max(Comparator.naturalOrder()).orElse(Instant.EPOCH);
    }

    List<MemoryEntry> sort(List<MemoryEntry> entries) {
        return entries.stream()
                .map(entry -> new Ranked(entry, score(entry)))
                .sorted(Comparator.comparing((Ranked one) -> !isPinned(one.entry))
                        .thenComparing(Comparator.comparingDouble(Ranked::score).reversed())
                        .thenComparing(one -> one.entry.id()))
                .map(Ranked::entry)
                .toList();
    }

    /** A score is counted once, not with each comparison. */
    private record Ranked(MemoryEntry entry, double score) {}

    /** Rules and preferences of the user hold whatever the topic. */
    static boolean isPinned(MemoryEntry entry) {
        return entry.kind() == MemoryEntry.Kind.RULE
                || (entry.kind() == MemoryEntry.Kind.PREFERENCE && entry.origin() == MemoryEntry.Origin.USER);
    }

    private double score(MemoryEntry entry) {
        double score = topic.isEmpty() ? 0 : Words.overlap(Words.of(entry.text()), topic) * 8;
        score += entry.belongsToPerson() ? 3 : entry.origin() == MemoryEntry.Origin.USER ? 2 : 0;
        score += switch (entry.status()) {
            case VERIFIED -> 2;
            case CONFIRMED -> 1;
            case OBSERVED, CONTRADICTED, RETIRED -> 0;
        };
        MemoryEntry.Seen seen = entry.seen();
        if (seen != null) {
            double days = Duration.between(seen.last(), newest).toHours() / 24.0;
            score += 2 / (1 + days / 30) + Math.min(seen.sessions().size(), 5) * 0.3;
        }
        return score;
    }

    private static Instant last(MemoryEntry entry) {
        MemoryEntry.Seen seen = entry.seen();
        return seen == null ? Instant.EPOCH : seen.last();
    }
}
