package dev.mimo.examples.recall;

import org.jspecify.annotations.Nullable;

/**
 * Something that was said of something.
 *
 * @param subject of what
 * @param value what holds
 * @param instead what held before and does not any more; null when nothing is taken back
 */
record Statement(Subject subject, String value, @Nullable String instead) {

    /**
     * Of what something is said.
     *
     * @param of a rule, a decision, or a fact
     * @param trait which of its traits; empty when there is but one
     * @param name the thing's name
     */
    record Subject(Kind of, String trait, String name) {}
}
