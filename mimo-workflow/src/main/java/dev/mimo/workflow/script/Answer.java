package dev.mimo.workflow.script;

import org.jspecify.annotations.Nullable;

/**
 * The answer to a request.
 *
 * @param id of the request
 * @param json the value; null when the request failed
 * @param error why it failed; null when it did not
 * @param spent tokens that the run has spent, as far as the script may know
 * @param exhausted why no more agents may start; null while they may
 */
public record Answer(
        long id,
        @Nullable String json,
        @Nullable String error,
        long spent,
        @Nullable String exhausted) {}
