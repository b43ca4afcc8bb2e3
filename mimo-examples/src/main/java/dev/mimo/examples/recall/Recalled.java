package dev.mimo.examples.recall;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What one way to remember came to in a world.
 *
 * @param name how it is called
 * @param score of all questions
 * @param late of those asked after the 20th rebuild
 * @param tokens what it took
 * @param window how the context was held within bounds
 * @param misses what was not answered right, in order
 * @param took time
 */
record Recalled(String name, Score score, Score late, Tokens tokens, Window window, List<Miss> misses, Duration took) {

    /** From here on a context counts as rebuilt many times. */
    static final int MANY_REBUILDS = 20;

    Recalled {
        misses = List.copyOf(misses);
    }

    /**
     * Tokens, as the model counts them.
     *
     * @param prompt of all prompts of the agent
     * @param cached of {@code prompt}, those that stood in the prompt before in the same place
     * @param output of its answers
     * @param beside what models for summaries or checkpoints read and wrote
     */
    record Tokens(long prompt, long cached, long output, long beside) {
        long total() {
            return prompt + output + beside;
        }
    }

    /**
     * How the context was held within bounds.
     *
     * @param rebuilds how often it was made anew
     * @param maxShare the largest share of what system and tools leave of the budget that was taken right after a rebuild; 0
     *     when there was none
     */
    record Window(int rebuilds, double maxShare) {}

    /** A question that was not answered right. */
    record Miss(Planted planted, int session, String answer, Score.Verdict verdict) {
        @Override
        public String toString() {
            StringBuilder told = new StringBuilder();
            for (Planted.Telling telling : planted.tellings()) {
                told.append(told.isEmpty() ? "" : ", then ")
                        .append(telling.statement().value())
                        .append(" by the ")
                        .append(telling.by().name().toLowerCase(Locale.ROOT))
                        .append(" in step ")
                        .append(telling.step());
            }
            return "session " + session + ": " + planted.question() + " " + answer + " (told: " + told + ")";
        }
    }
}
