package dev.mimo.workflow.script;

import org.jspecify.annotations.Nullable;

/**
 * What a guest is made of.
 *
 * @param name of its source in errors, such as {@code review.js}
 * @param body of an asynchronous function
 * @param scope the path of the script itself, which those of its calls begin with
 * @param args JSON text; null when there are none
 * @param seed of its random numbers
 * @param budget tokens that its run may spend; null for any number
 */
public record GuestScript(
        String name,
        String body,
        String scope,
        @Nullable String args,
        long seed,
        @Nullable Long budget) {}
