package dev.mimo.memory.layer;

import dev.mimo.session.MemoryEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds entries of a kind that say the same, or the same with another value; see {@link RareWords} for how. Confined to one
 * thread.
 */
final class AlikeEntries {

    private static final int FEWEST_WORDS = 3;

    private final List<MemoryEntry> entries;
    private final List<String> normal;
    private final RareWords rare;

    AlikeEntries(List<MemoryEntry> entries) {
        // The user's own first, then the older: what comes first stays.
        this.entries = entries.stream()
                .sorted(Comparator.comparing((MemoryEntry entry) -> !Flaws.isUsers(entry)))
                .toList();
        normal = this.entries.stream().map(entry -> Words.normal(entry.text())).toList();
        rare = new RareWords(
                this.entries.stream().map(entry -> Words.of(entry.text())).toList());
    }

    /** Each with the entry that stays, and one that does not; the user's is never the second. */
    List<Flaw> find() {
        Map<String, MemoryEntry> exact = new HashMap<>();
        Map<String, MemoryEntry> byShape = new HashMap<>();
        Map<String, Flaw> found = new LinkedHashMap<>();
        for (int i = 0; i < entries.size(); i++) {
            MemoryEntry entry = entries.get(i);
            MemoryEntry same = exact.putIfAbsent(entry.kind() + " " + normal.get(i), entry);
            MemoryEntry alike = same == null ? alike(i) : null;
            MemoryEntry other = same == null && alike == null ? otherValue(i, byShape) : null;
            Flaw flaw = flaw(entry, same, alike, other);
            if (flaw != null && !Flaws.isUsers(entry)) {
                found.put(entry.id(), flaw);
            } else {
                rare.add(i);
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

    private @Nullable MemoryEntry alike(int at) {
        MemoryEntry entry = entries.get(at);
        for (int candidate : rare.alike(at)) {
            MemoryEntry other = entries.get(candidate);
            if (other.kind() == entry.kind() && Words.sayTheSame(other.text(), entry.text())) {
                return other;
            }
        }
        return null;
    }

    /** The same words but for a number, or for the last word: there values stand. */
    private @Nullable MemoryEntry otherValue(int at, Map<String, MemoryEntry> byShape) {
        MemoryEntry entry = entries.get(at);
        List<String> own = List.of(normal.get(at).split(" "));
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
