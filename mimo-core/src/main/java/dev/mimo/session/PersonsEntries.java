package dev.mimo.session;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a person wrote stays as it is, whoever changes the memory around it. */
public final class PersonsEntries {

    private PersonsEntries() {}

    /**
     * For implementations of {@link MemoryStore}: checks a change.
     *
     * @throws StoreException when it rewords or drops an entry of a person, or gives one id twice
     */
    public static void requireKept(List<MemoryEntry> before, List<MemoryEntry> after) {
        Set<String> ids = new HashSet<>();
        for (MemoryEntry entry : after) {
            if (!ids.add(entry.id())) {
                throw new StoreException("two entries have the id " + entry.id(), null);
            }
        }
        for (MemoryEntry entry : before) {
            if (entry.belongsToPerson() && !after.contains(entry)) {
                throw new StoreException("entry " + entry.id() + " is a person's: \"" + entry.text() + "\"", null);
            }
        }
    }
}
