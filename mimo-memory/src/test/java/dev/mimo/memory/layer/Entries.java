package dev.mimo.memory.layer;

import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MessageRef;
import dev.mimo.session.SessionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Entries for tests. */
final class Entries {

    static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");

    private Entries() {}

    static MemoryEntry fact(String id, String text) {
        return entry(id, MemoryEntry.Kind.FACT, text, MemoryEntry.Origin.AGENT);
    }

    static MemoryEntry rule(String id, String text) {
        return entry(id, MemoryEntry.Kind.RULE, text, MemoryEntry.Origin.USER);
    }

    static MemoryEntry entry(String id, MemoryEntry.Kind kind, String text, MemoryEntry.Origin origin) {
        SessionId session = SessionId.of("s1");
        return new MemoryEntry(
                id,
                kind,
                text,
                MemoryEntry.Status.CONFIRMED,
                origin,
                MemoryEntry.Seen.once(AT, session, List.of(new MessageRef(session, 3))),
                List.of());
    }

    static UnaryOperator<List<MemoryEntry>> adding(MemoryEntry... more) {
        return entries -> {
            List<MemoryEntry> all = new ArrayList<>(entries);
            all.addAll(List.of(more));
            return all;
        };
    }
}
