package dev.mimo.session;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Remembers as long as the process lives. */
public final class InMemoryMemoryStore implements MemoryStore {

    private final Map<MemoryScope, Layer> layers = new HashMap<>();

    /** Remembers nothing yet. */
    public InMemoryMemoryStore() {}

    @Override
    public synchronized Layer read(MemoryScope scope) {
        return layers.getOrDefault(scope, new Layer("", List.of(), null));
    }

    @Override
    public synchronized Layer update(MemoryScope scope, UnaryOperator<List<MemoryEntry>> change) {
        Layer before = read(scope);
        List<MemoryEntry> after = List.copyOf(change.apply(before.entries()));
        if (after.equals(before.entries())) {
            return before;
        }
        PersonsEntries.requireKept(before.entries(), after);
        long next = before.version().isEmpty() ? 1 : Long.parseLong(before.version()) + 1;
        Layer now = new Layer(String.valueOf(next), after, null);
        layers.put(scope, now);
        return now;
    }

    @Override
    public void close() {}
}
