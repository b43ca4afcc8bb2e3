package dev.mimo.memory.layer;

import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A ledger that lasts as long as its object. Files that it does not know are taken as they are. */
public final class InMemoryLayerLedger implements LayerLedger {

    private final Map<Shelf, TreeMap<String, String>> shelves = new EnumMap<>(Shelf.class);

    /** Knows nothing yet. */
    public InMemoryLayerLedger() {}

    @Override
    public synchronized @Nullable String find(Shelf shelf, String key) {
        return shelf(shelf).get(key);
    }

    @Override
    public synchronized SortedMap<String, String> list(Shelf shelf, String prefix) {
        SortedMap<String, String> found = new TreeMap<>(shelf(shelf).tailMap(prefix));
        found.keySet().removeIf(key -> !key.startsWith(prefix));
        return found;
    }

    @Override
    public synchronized @Nullable String update(Shelf shelf, String key, UnaryOperator<@Nullable String> change) {
        TreeMap<String, String> texts = shelf(shelf);
        String now = change.apply(texts.get(key));
        if (now == null) {
            texts.remove(key);
        } else {
            texts.put(key, now);
        }
        return now;
    }

    private TreeMap<String, String> shelf(Shelf shelf) {
        return shelves.computeIfAbsent(shelf, name -> new TreeMap<>());
    }
}
