package dev.mimo.memory.rebuild;

import dev.mimo.memory.checkpoint.CheckpointPolicy;
import dev.mimo.model.TokenEstimator;
import org.jspecify.annotations.Nullable;

/**
 * How contexts are kept within bounds.
 *
 * @param policy when checkpoints are written
 * @param maxContext the host's own bound for a prompt, in tokens; null for that of the model
 * @param estimator guesses tokens before a provider has counted
 */
public record ContextTerms(
        CheckpointPolicy policy, @Nullable Long maxContext, TokenEstimator estimator) {}
