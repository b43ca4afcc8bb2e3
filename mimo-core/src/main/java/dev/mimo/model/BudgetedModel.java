package dev.mimo.model;

/**
 * Charges each reply of a model to the budget of its call, and refuses calls once nothing is left.
 *
 * <p>It stands directly around a provider's model, inside retry and Max Mode, so that every attempt and every lost
 * candidate is counted.
 */
public final class BudgetedModel implements Model {

    private final Model inner;

    public BudgetedModel(Model inner) {
        this.inner = inner;
    }

    @Override
    public Reply reply(Prompt prompt, ModelCall call) {
        call.budget().require();
        Reply reply = inner.reply(prompt, call);
        Prices prices = inner.facts().prices();
        call.budget().charge(call.role(), reply.usage(), prices == null ? null : prices.of(reply.usage()));
        return reply;
    }

    @Override
    public ModelFacts facts() {
        return inner.facts();
    }
}
