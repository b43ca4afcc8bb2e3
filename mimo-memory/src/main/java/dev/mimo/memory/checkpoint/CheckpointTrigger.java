package dev.mimo.memory.checkpoint;

import java.util.List;

/**
 * Says when a checkpoint is due as a session's context grows. A cycle lasts from one rebuild to the next; in each cycle a
 * mark fires once, and where the context jumps over several, they fire as one. Confined to one thread.
 */
public final class CheckpointTrigger {

    private final CheckpointPolicy policy;
    private long fired;

    /** At the start of a session. */
    public CheckpointTrigger(CheckpointPolicy policy) {
        this(policy, 0);
    }

    /** Goes on where another trigger stood: {@code fired} is what its {@link #fired} told. */
    public CheckpointTrigger(CheckpointPolicy policy, long fired) {
        if (fired < 0) {
            throw new IllegalArgumentException("a size is at least 0: " + fired);
        }
        this.policy = policy;
        this.fired = fired;
    }

    /** Whether a checkpoint is due. */
    public sealed interface Decision {

        /**
         * It is.
         *
         * @param mark the highest one that was reached, in tokens
         */
        record Fire(long mark) implements Decision {}

        /**
         * A mark was reached, and it fires later.
         *
         * @param mark the highest one that was reached, in tokens
         * @param because why not now, in words
         */
        record Skip(long mark, String because) implements Decision {}

        /** No mark was reached that has not fired. */
        record Below() implements Decision {}
    }

    /**
     * Looks at the context before a step, and remembers what fired.
     *
     * @param budget the context budget, in tokens
     * @param size of the context now, in tokens
     * @param added tokens since the last checkpoint that a model wrote, or since the start
     */
    public Decision look(long budget, long size, long added) {
        List<Long> reached = policy.marks(budget).stream()
                .filter(mark -> mark > fired && mark <= size)
                .toList();
        if (reached.isEmpty()) {
            return new Decision.Below();
        }
        long mark = reached.get(reached.size() - 1);
        long least = policy.minNewTokens(budget);
        if (added < least) {
            return new Decision.Skip(
                    mark,
                    "only " + added + " tokens came in since the last checkpoint, and " + least + " are asked for");
        }
        fired = mark;
        return new Decision.Fire(mark);
    }

    /** The context was rebuilt: a new cycle begins, in which marks up to {@code size} count as fired. */
    public void rebuilt(long size) {
        fired = Math.max(0, size);
    }

    /** The size in tokens up to which all marks have fired in this cycle; to be kept with the session. */
    public long fired() {
        return fired;
    }
}
