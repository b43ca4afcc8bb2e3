package dev.mimo.memory.layer;

import dev.mimo.session.MemoryEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds entries of a kind that say the same, or the same with another value, without comparing each with each.
 *
 * <p>Two texts that share enough words to be alike share one of the rarest words of each: a prefix filter, as in Chaudhuri,
 * Ganti and Kaushik, "A primitive operator for similarity joins" (2006). So an entry is looked for under its rarest words only.
 */
final class AlikeEntries {

    /** Sets whose overlap is at least 0.8 share at least this part of the smaller one: 0.8 / (2 - 0.8). */
    private static final double SHARED = 2.0 / 3;

    /** A word that leads to more entries leads to none: it tells nothing, and each entry would be compared with all. */
    private static final int MOST_COMPARED = 64;

    private static final int FEWEST_WORDS = 3;

    private final List<MemoryEntry> entries;
    private final List<Set<String>> words = new ArrayList<>();
    private final Map<String, Integer> frequency = new HashMap<>();

    AlikeEntries(List<MemoryEntry> entries) {
        // The user's own first, then the older: what comes first stays.
        this.entries = entries.stream()
                .sorted(Comparator.comparing((MemoryEntry entry) -> !Flaws.isUsers(entry)))
                .toList();
        for (MemoryEntry entry : this.entries) {
            Set<String> own = Words.of(entry.text());
            words.add(own);
            own.forEach(word -> frequency.merge(word, 1, Integer::sum));
        }
    }

    /** Each with the entry that stays, and one that does not; the user's is never the second. */
    List<Flaw> find() {
        Map<String, MemoryEntry> exact = new HashMap<>();
        Map<String, List<Integer>> byRareWord = new HashMap<>();
        Map<String, MemoryEntry> byShape = new HashMap<>();
        Map<String, Flaw> found = new LinkedHashMap<>();
        for (int i = 0; i < entries.size(); i++) {
            MemoryEntry entry = entries.get(i);
            MemoryEntry same = exact.putIfAbsent(entry.kind() + " " + Words.normal(entry.text()), entry);
            List<String> rare = rare(i);
            MemoryEntry alike = same == null ? alike(i, rare, byRareWord) : null;
            MemoryEntry other = same == null && alike == null ? otherValue(entry, byShape) : null;
            Flaw flaw = flaw(entry, same, alike, other);
            if (flaw != null && !Flaws.isUsers(entry)) {
                found.put(entry.id(), flaw);
            } else {
                for (String word : rare) {
                    byRareWord.computeIfAbsent(word, none -> new ArrayList<>()).add(i);
                }
            }
        }
        return List.copyOf(found.values());
    }

    private static @Nullable Flaw flaw(
            MemoryEntry entry, @Nullable MemoryEntry same, @Nullable MemoryEntry alike, @Nullable MemoryEntry other) {
        if (same != null) {
            return flaw(Flaw.Kind.DUPLICATE, same, entry, "the same words as ");
        }
        if (alike != null) {
            return flaw(Flaw.Kind.SIMILAR, alike, entry, "says nearly what is said by ");
        }
        return other == null ? null : flaw(Flaw.Kind.CONTRADICTION, other, entry, "another value than in ");
    }

    private static Flaw flaw(Flaw.Kind kind, MemoryEntry stays, MemoryEntry entry, String reason) {
        return new Flaw(kind, List.of(stays.id(), entry.id()), reason + stays.id());
    }

    private List<String> rare(int at) {
        List<String> own = new ArrayList<>(words.get(at));
        own.sort(Comparator.comparing((String word) -> frequency.getOrDefault(word, 0))
                .thenComparing(word -> word));
        int needed = (int) Math.ceil(own.size() * SHARED);
        return own.subList(0, Math.min(own.size(), own.size() - needed + 1));
    }

    private @Nullable MemoryEntry alike(int at, List<String> rare, Map<String, List<Integer>> byRareWord) {
        MemoryEntry entry = entries.get(at);
        Set<Integer> candidates = new LinkedHashSet<>();
        for (String word : rare) {
            List<Integer> there = byRareWord.getOrDefault(word, List.of());
            candidates.addAll(there.subList(Math.max(0, there.size() - MOST_COMPARED), there.size()));
        }
        for (int candidate : candidates) {
            MemoryEntry other = entries.get(candidate);
            // Most are told apart by words that are split already.
            if (other.kind() == entry.kind()
                    && Words.overlap(words.get(candidate), words.get(at)) >= Words.ALIKE
                    && Words.sayTheSame(other.text(), entry.text())) {
                return other;
            }
        }
        return null;
    }

    /** The same words but for a number, or for the last word: there values stand. */
    private static @Nullable MemoryEntry otherValue(MemoryEntry entry, Map<String, MemoryEntry> byShape) {
        List<String> own = List.of(Words.normal(entry.text()).split(" "));
        if (own.size() < FEWEST_WORDS) {
            return null;
        }
        MemoryEntry found = null;
        for (int i = 0; i < own.size(); i++) {
            if (i == own.size() - 1 || own.get(i).chars().anyMatch(Character::isDigit)) {
                List<String> shape = new ArrayList<>(own);
                shape.set(i, "\u0000");
                MemoryEntry other = byShape.putIfAbsent(entry.kind() + " " + String.join(" ", shape), entry);
                found = found == null ? other : found;
            }
        }
        return found;
    }
}
