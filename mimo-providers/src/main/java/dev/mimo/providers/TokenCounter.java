package dev.mimo.providers;

import dev.mimo.environment.Cancellation;
import dev.mimo.model.Prompt;

/**
 * Tells how many tokens a prompt has, as the provider counts them, before it is sent. Safe for use by several threads.
 *
 * <p>Where it is not offered, {@link dev.mimo.model.TokenEstimator} guesses.
 */
@FunctionalInterface
public interface TokenCounter {

    /**
     * Instructions, tools and messages together. Blocks for one request, which providers do not charge but limit.
     *
     * @throws dev.mimo.model.ModelException when there is no count; {@code InvalidRequest} also where the server has nothing
     *     to count with
     * @throws dev.mimo.environment.CancelledException soon after the signal
     */
    long count(Prompt prompt, Cancellation cancellation);

    /** The same, without a signal. */
    default long count(Prompt prompt) {
        return count(prompt, Cancellation.never());
    }
}
