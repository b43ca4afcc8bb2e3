package dev.mimo.model;

import dev.mimo.environment.Event;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Charges each reply of a model to the budget of its call, and refuses calls once nothing is left. An attempt that broke
 * off, or was cancelled, when part of its answer had come is charged by a guess, as nobody tells what it took and vendors bill
 * it; one that failed before that costs nothing.
 *
 * <p>It stands directly around a provider's model, inside retry and Max Mode, so that every attempt and every lost
 * candidate is counted.
 */
public final class BudgetedModel implements Model {

    private static final int CHARACTERS_A_TOKEN = 4;

    private final Model inner;

    public BudgetedModel(Model inner) {
        this.inner = inner;
    }

    @Override
    public Reply reply(Prompt prompt, ModelCall call) {
        call.budget().require();
        AtomicLong heard = new AtomicLong();
        Reply reply;
        try {
            reply = inner.reply(prompt, call.withEvents(event -> {
                heard.addAndGet(length(event));
                call.events().emit(event);
            }));
        } catch (RuntimeException e) {
            if (heard.get() > 0) {
                long prompted = TokenEstimator.byScript().estimate(prompt);
                charge(call, Usage.of(prompted, Math.max(1, heard.get() / CHARACTERS_A_TOKEN)));
            }
            throw e;
        }
        charge(call, reply.usage());
        return reply;
    }

    private void charge(ModelCall call, Usage usage) {
        Prices prices = inner.facts().prices();
        call.budget().charge(call.role(), usage, prices == null ? null : prices.of(usage));
    }

    private static int length(Event event) {
        if (event instanceof TextDelta delta) {
            return delta.text().length();
        } else if (event instanceof ThinkingDelta delta) {
            return delta.text().length();
        }
        return event instanceof ToolCallDelta delta
                ? delta.name().length() + delta.arguments().length()
                : 0;
    }

    @Override
    public ModelFacts facts() {
        return inner.facts();
    }
}
