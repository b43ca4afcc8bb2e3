package dev.mimo.memory.layer;

import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MemoryEntry.Kind;
import dev.mimo.session.MemoryEntry.Origin;
import dev.mimo.session.MemoryEntry.Seen;
import dev.mimo.session.MemoryEntry.Status;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the entry that says the same, and makes one of both. */
public final class SameFact {

    /** Another form of a word counts as another word, so less than all. */
    private static final double TAKEN = 0.6;

    private SameFact() {}

    /** By its words; only then by what a writer said it is the same as. Null when there is none. */
    static @Nullable MemoryEntry find(String text, @Nullable String sameAs, List<MemoryEntry> among) {
        String normal = Words.normal(text);
        MemoryEntry alike = null;
        MemoryEntry named = null;
        for (MemoryEntry entry : among) {
            if (Words.normal(entry.text()).equals(normal)) {
                return entry;
            }
            alike = alike == null && Words.sayTheSame(entry.text(), text) ? entry : alike;
            named = entry.id().equals(sameAs) ? entry : named;
        }
        return alike == null ? named : alike;
    }

    /** The older one's id and words, what both were seen in, and the better of both in all else. */
    public static MemoryEntry merge(MemoryEntry old, MemoryEntry found) {
        Seen before = Objects.requireNonNull(old.seen());
        Seen now = Objects.requireNonNull(found.seen());
        Seen seen = before;
        for (int i = 0; i < now.sessions().size(); i++) {
            seen = seen.again(now.last(), now.sessions().get(i), now.evidence());
        }
        String supersedes = before.supersedes() == null ? now.supersedes() : before.supersedes();
        seen = new Seen(seen.first(), seen.last(), seen.sessions(), seen.evidence(), supersedes);
        boolean usersNow = found.origin() == Origin.USER;
        Set<String> paths = new LinkedHashSet<>(old.paths());
        paths.addAll(found.paths());
        return new MemoryEntry(
                old.id(),
                usersNow && binds(found) ? found.kind() : old.kind(),
                old.text(),
                status(old, found, seen),
                usersNow ? Origin.USER : old.origin(),
                seen,
                new ArrayList<>(paths));
    }

    /** Whether a text says nothing of weight that {@code old} does not say, and is negated when that is. */
    public static boolean isTakenFrom(String text, String old) {
        return share(text, old) >= TAKEN && Words.negations(text).equals(Words.negations(old));
    }

    /** How much of what a text says stands in {@code other}: 0 to 1. */
    static double share(String text, String other) {
        Set<String> words = new HashSet<>(Words.of(text));
        int all = Math.max(1, words.size());
        words.retainAll(Words.of(other));
        return (double) words.size() / all;
    }

    /** Whether it tells what is to be done, not what is so. */
    static boolean binds(MemoryEntry entry) {
        return entry.kind() == Kind.RULE || entry.kind() == Kind.PREFERENCE;
    }

    /** What was given up stays so until the user says it again. */
    private static Status status(MemoryEntry old, MemoryEntry found, Seen seen) {
        if (!old.status().isCurrent()) {
            return found.origin() == Origin.USER ? found.status() : old.status();
        }
        Status better = old.status().compareTo(found.status()) >= 0 ? old.status() : found.status();
        return better == Status.OBSERVED && seen.sessions().size() > 1 ? Status.CONFIRMED : better;
    }
}
