/**
 * What a run takes from the world: time, threads, ids, random numbers, cancellation, shared resources and durable files.
 *
 * <p>The ground floor. Nothing here knows of models, tools or agents; everything above takes an {@link
 * dev.mimo.environment.Environment} instead of reaching for a static clock or a thread of its own.
 */
package dev.mimo.environment;
