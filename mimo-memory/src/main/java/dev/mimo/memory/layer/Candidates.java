package dev.mimo.memory.layer;

import dev.mimo.session.MemoryEntry;
import dev.mimo.session.StoreException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** What was found in a project and is not sure enough to be remembered yet; kept in the ledger, the last 500. */
final class Candidates {

    private static final int MOST = 500;

    private final LayerLedger ledger;
    private final String prefix;

    Candidates(LayerLedger ledger, String project) {
        this.ledger = ledger;
        prefix = MemoryFolder.folderName(project) + "/";
    }

    /** The one that was seen first comes first. */
    List<MemoryEntry> all() {
        List<MemoryEntry> all = new ArrayList<>();
        ledger.list(Shelf.CANDIDATE, prefix).forEach((key, line) -> all.add(read(key, line)));
        all.sort(
                Comparator.comparing((MemoryEntry entry) -> seen(entry).first()).thenComparing(MemoryEntry::id));
        return all;
    }

    void put(MemoryEntry entry) {
        ledger.update(Shelf.CANDIDATE, prefix + entry.id(), old -> EntryLine.write(entry));
    }

    void remove(String id) {
        ledger.update(Shelf.CANDIDATE, prefix + id, old -> null);
    }

    /** Forgets those not seen for longest. */
    void trim() {
        List<MemoryEntry> all = new ArrayList<>(all());
        all.sort(Comparator.comparing((MemoryEntry entry) -> seen(entry).last()));
        all.subList(0, Math.max(0, all.size() - MOST)).forEach(entry -> remove(entry.id()));
    }

    private static MemoryEntry read(String key, String line) {
        try {
            String text = Objects.requireNonNull(EntryLine.findText(line), key);
            return Objects.requireNonNull(EntryLine.findAgents(text, null, 1), key);
        } catch (LayerFault | NullPointerException e) {
            throw new StoreException("candidate " + key + " in the ledger cannot be read: " + e.getMessage(), e);
        }
    }

    private static MemoryEntry.Seen seen(MemoryEntry entry) {
        return Objects.requireNonNull(entry.seen());
    }
}
