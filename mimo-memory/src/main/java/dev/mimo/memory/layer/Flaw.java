package dev.mimo.memory.layer;

import java.util.List;

/**
 * Something that is wrong with what is remembered, as code can tell it.
 *
 * @param entries the ids of the entries it is about, the one that would stay first
 * @param reason for people
 */
public record Flaw(Kind kind, List<String> entries, String reason) {

    public Flaw {
        entries = List.copyOf(entries);
    }

    /** What is wrong. */
    public enum Kind {
        /** Two entries have the same words. */
        DUPLICATE,
        /** All files that an entry speaks of are gone. */
        GONE,
        /** Nobody has seen it for long, and no check ever showed it. */
        EXPIRED,
        /** It was given up long ago. */
        FORGOTTEN,
        /** There is more than memory may hold, and this matters least. */
        OVER_BUDGET,
        /** Two entries seem to say the same in other words: a matter of judgement. */
        SIMILAR,
        /** Two entries have the same words but for one value: a matter of judgement. */
        CONTRADICTION,
        /** It says when in words that held on one day only: a matter of wording. */
        UNDATED,
        /** It is longer than it should be: a matter of wording. */
        LONG;

        /** Whether code cannot settle it. */
        public boolean isDoubtful() {
            return isPair() || isWording();
        }

        /** Whether it is about two entries of which perhaps one should stay. */
        public boolean isPair() {
            return this == SIMILAR || this == CONTRADICTION;
        }

        /** Whether other words would mend it. */
        public boolean isWording() {
            return this == UNDATED || this == LONG;
        }
    }
}
