package dev.mimo.model;

/**
 * Something that answers a prompt. A lambda is a model; so are the decorators around one.
 *
 * <p>Must be safe for use by several threads.
 */
@FunctionalInterface
public interface Model {

    /**
     * Asks and blocks until the whole reply is there. Deltas go to {@link ModelCall#events()} as they come; the reply
     * returned is complete all the same, so nothing is lost by not listening.
     *
     * @throws ModelException when there is no reply; its type says what can be done
     * @throws dev.mimo.environment.CancelledException soon after {@link ModelCall#cancellation()} was signalled
     * @throws BudgetExceeded when the call's budget does not allow it
     */
    Reply reply(Prompt prompt, ModelCall call);

    /** What is known of the model; {@link ModelFacts#unknown} when nothing is. Constant. */
    default ModelFacts facts() {
        return ModelFacts.unknown(ModelRef.of("host", "model"));
    }
}
