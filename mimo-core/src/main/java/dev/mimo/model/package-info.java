/**
 * What is said to a model, and its answer.
 *
 * <p>{@link dev.mimo.model.Model} is the seam: a {@link dev.mimo.model.Prompt} goes in, a {@link dev.mimo.model.Reply}
 * comes out, and what happens in between is told as events. Retry, fallback and budgets are models around models.
 */
package dev.mimo.model;
