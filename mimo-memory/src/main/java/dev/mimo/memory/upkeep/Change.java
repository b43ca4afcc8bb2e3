package dev.mimo.memory.upkeep;

import dev.mimo.session.MemoryEntry;
import org.jspecify.annotations.Nullable;

/** What a plan does to an entry of an agent's, or one that it adds. */
public sealed interface Change {

    /** The id of the entry that is changed, goes or comes. */
    String entry();

    /** Why, for people. */
    String reason();

    /** No longer shown to agents; it stays in the file, so that it does not come back at once. */
    record Retire(String entry, String reason) implements Change {}

    /** Taken out of the file. */
    record Drop(String entry, String reason) implements Change {}

    /**
     * Becomes one with another entry, which keeps its id and kind, and is seen wherever both were.
     *
     * @param into the other one; when it is the user's it stays as it is
     * @param text the words of both from now on; null: those of the other one
     */
    record Merge(String entry, String into, @Nullable String text, String reason) implements Change {}

    /** Says the same in other words from now on. */
    record Reword(String entry, String text, String reason) implements Change {}

    /** Was seen, and is remembered from now on; the only change that may bring something of the user's. */
    record Add(MemoryEntry added, String reason) implements Change {

        @Override
        public String entry() {
            return added.id();
        }
    }
}
