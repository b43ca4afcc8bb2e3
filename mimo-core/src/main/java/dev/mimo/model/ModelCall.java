package dev.mimo.model;

import dev.mimo.environment.Cancellation;
import dev.mimo.environment.EventSink;

/**
 * What goes along with one call to a model and is not part of what the model reads.
 *
 * @param role whom the model is called for; costs are counted by it
 * @param events takes {@link TextDelta}, {@link ThinkingDelta}, {@link ToolCallDelta}, {@link ReplyWithdrawn} and whatever
 *     a decorator has to tell
 * @param cancellation ends the call early
 * @param budget what may be spent; every call that costs is charged to it
 */
public record ModelCall(Role role, EventSink events, Cancellation cancellation, Budget budget) {

    /** A call on its own: nobody listens, nothing is limited. */
    public static ModelCall of(Role role) {
        return new ModelCall(role, EventSink.none(), Cancellation.never(), Budget.unlimited());
    }

    public ModelCall withEvents(EventSink other) {
        return new ModelCall(role, other, cancellation, budget);
    }

    public ModelCall withCancellation(Cancellation other) {
        return new ModelCall(role, events, other, budget);
    }

    public ModelCall withBudget(Budget other) {
        return new ModelCall(role, events, cancellation, other);
    }
}
