package dev.mimo.memory.checkpoint;

import java.util.List;

/**
 * One line of a checkpoint.
 *
 * @param id stable within the session: as long as the item is kept, its id is
 * @param text one line, without secrets
 * @param evidence numbers of the entries that show it; see {@link dev.mimo.session.Stored}
 * @param maker who put it there
 */
public record Item(String id, String text, List<Long> evidence, Maker maker) {

    public Item {
        evidence = List.copyOf(evidence);
    }

    /** Who put an item into the checkpoint. */
    public enum Maker {
        /** The writer's model. */
        MODEL,
        /** The runtime, from what was done, without a model. */
        DIGEST,
        /** The agent, by its {@code note} tool. */
        NOTE,
        /** The user, word for word. */
        USER
    }
}
