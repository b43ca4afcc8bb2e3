package dev.mimo.examples.report;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How full the model's window was, step by step.
 *
 * @param budget tokens that a prompt may have; null when unknown
 * @param steps in order
 * @param rebuilds in order
 */
public record ContextUse(@Nullable Long budget, List<Step> steps, List<Rebuild> rebuilds) {

    public ContextUse {
        steps = List.copyOf(steps);
        rebuilds = List.copyOf(rebuilds);
    }

    /**
     * A reply.
     *
     * @param sequence its place in the session
     * @param tokens prompt and answer, as the provider counted them; 0 when it did not
     * @param turn the number of its turn, from 1
     */
    public record Step(long sequence, Instant at, long tokens, int turn) {}

    /**
     * A fresh window.
     *
     * @param step how many steps there were before it
     * @param cause {@code full}, {@code overflow} or {@code asked}
     * @param before tokens
     * @param checkpoint the version it was built from; 0 when there was none
     * @param content null when it was not accounted for
     */
    public record Rebuild(
            Instant at,
            int step,
            String cause,
            long before,
            int checkpoint,
            @Nullable Content content) {

        /** Tokens after it; 0 when unknown. */
        public long after() {
            return content == null ? 0 : content.head() + content.used();
        }
    }

    /**
     * What a fresh window is made of, in tokens.
     *
     * @param head system and tools
     * @param allowed what may follow them
     */
    public record Content(long budget, long head, long allowed, List<Block> blocks) {
        public Content {
            blocks = List.copyOf(blocks);
        }

        public long used() {
            return blocks.stream().mapToLong(Block::tokens).sum();
        }
    }

    /** A part of a fresh window. */
    public record Block(String name, long tokens) {}
}
