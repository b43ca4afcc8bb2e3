package dev.mimo.model;

import java.util.List;

/**
 * Asks one model after another until one replies.
 *
 * <p>The next one is asked when a model cannot serve: not reachable, overloaded, limited, out of quota, not authenticated,
 * or broken off before a tool call was seen. A request that is invalid, too long or filtered is no reason to pay twice and
 * is thrown at once. Safe for use by several threads.
 */
public final class FallbackModel implements Model {

    private final List<Model> models;

    /** In order of preference; at least one. */
    public FallbackModel(List<Model> models) {
        if (models.isEmpty()) {
            throw new IllegalArgumentException("a fallback needs at least one model");
        }
        this.models = List.copyOf(models);
    }

    @Override
    public Reply reply(Prompt prompt, ModelCall call) {
        for (int i = 0; ; i++) {
            Replay replay = new Replay(call);
            try {
                return models.get(i).reply(prompt, replay.call());
            } catch (ModelException e) {
                call.cancellation().throwIfCancelled();
                if (i == models.size() - 1 || !replay.isAllowed() || !anotherMayServe(e)) {
                    throw e;
                }
                replay.withdraw(e.failure().words());
                call.events()
                        .emit(new ModelSwitched(
                                models.get(i).facts().ref(),
                                models.get(i + 1).facts().ref(),
                                e.failure().words()));
            }
        }
    }

    /** The facts of the first model, as the prompt is planned for it. */
    @Override
    public ModelFacts facts() {
        return models.get(0).facts();
    }

    private static boolean anotherMayServe(ModelException e) {
        return e.retryable()
                || e instanceof ModelException.AuthenticationFailed
                || e instanceof ModelException.QuotaExhausted;
    }
}
