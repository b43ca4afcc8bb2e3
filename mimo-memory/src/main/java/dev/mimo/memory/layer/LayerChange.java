package dev.mimo.memory.layer;

import dev.mimo.environment.Event;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MemoryEntry.Origin;
import dev.mimo.session.MemoryEntry.Seen;
import dev.mimo.session.MemoryEntry.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What candidates make of the entries of a project. Confined to one thread; made anew when the change is. */
final class LayerChange {

    private final String project;
    private final List<MemoryEntry> entries;
    private final List<Event> events = new ArrayList<>();
    private final List<String> taken = new ArrayList<>();

    LayerChange(String project, List<MemoryEntry> entries) {
        this.project = project;
        this.entries = new ArrayList<>(entries);
    }

    List<MemoryEntry> entries() {
        return entries;
    }

    List<Event> events() {
        return events;
    }

    /** The ids of candidates that are candidates no longer. */
    List<String> taken() {
        return taken;
    }

    /** Takes a candidate up where it is remembered already, or where it is sure enough to be. */
    void take(MemoryEntry candidate, @Nullable String sameAs) {
        String contradicts = Objects.requireNonNull(candidate.seen()).supersedes();
        MemoryEntry same = SameFact.find(candidate.text(), sameAs, entries);
        if (same != null) {
            taken.add(candidate.id());
            if (!same.belongsToPerson()) {
                MemoryEntry merged = SameFact.merge(same, withoutUnknown(candidate, contradicts, same.id()));
                entries.set(entries.indexOf(same), merged);
                tell(same, merged);
                contradict(contradicts, merged);
            }
        } else if (isSure(candidate)) {
            taken.add(candidate.id());
            MemoryEntry sure =
                    candidate.status() == Status.OBSERVED ? candidate.withStatus(Status.CONFIRMED) : candidate;
            MemoryEntry added = withFreeId(withoutUnknown(sure, contradicts, ""));
            entries.add(added);
            events.add(new LayerEvent.MemoryPromoted(project, added, why(candidate)));
            contradict(contradicts, added);
        }
    }

    /** Seen in two sessions, said by the user, or verified. */
    static boolean isSure(MemoryEntry candidate) {
        return candidate.status() != Status.OBSERVED
                || Objects.requireNonNull(candidate.seen()).sessions().size() > 1;
    }

    private static String why(MemoryEntry candidate) {
        return candidate.status() == Status.VERIFIED
                ? "verified"
                : candidate.origin() == Origin.USER ? "user" : "sessions";
    }

    private void tell(MemoryEntry before, MemoryEntry now) {
        if (before.status() != now.status() || before.kind() != now.kind() || before.origin() != now.origin()) {
            events.add(new LayerEvent.MemoryPromoted(project, now, why(now)));
        }
    }

    private void contradict(@Nullable String id, MemoryEntry by) {
        for (int i = 0; id != null && i < entries.size(); i++) {
            MemoryEntry old = entries.get(i);
            if (old.id().equals(id) && !id.equals(by.id()) && old.status().isCurrent()) {
                boolean mark = !old.belongsToPerson() && old.origin() == Origin.AGENT;
                if (mark) {
                    entries.set(i, old.withStatus(Status.CONTRADICTED));
                }
                events.add(new LayerEvent.MemoryContradicted(project, entries.get(i), by.id(), mark));
            }
        }
    }

    /** An entry takes the place only of one that is there and is not itself. */
    private MemoryEntry withoutUnknown(MemoryEntry entry, @Nullable String supersedes, String self) {
        boolean known = supersedes != null
                && !supersedes.equals(self)
                && entries.stream().anyMatch(old -> old.id().equals(supersedes));
        Seen seen = Objects.requireNonNull(entry.seen());
        return known
                ? entry
                : entry.withSeen(new Seen(seen.first(), seen.last(), seen.sessions(), seen.evidence(), null));
    }

    private MemoryEntry withFreeId(MemoryEntry entry) {
        String id = entry.id();
        for (int n = 2; has(id); n++) {
            id = entry.id() + "-" + n;
        }
        return new MemoryEntry(
                id, entry.kind(), entry.text(), entry.status(), entry.origin(), entry.seen(), entry.paths());
    }

    private boolean has(String id) {
        return entries.stream().anyMatch(entry -> entry.id().equals(id));
    }
}
