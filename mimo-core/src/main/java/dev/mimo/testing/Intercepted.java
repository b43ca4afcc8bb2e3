package dev.mimo.testing;

import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;

/** A model whose calls pass through something first. */
record Intercepted(Model inner, Interceptor how) implements Model {

    @FunctionalInterface
    interface Interceptor {
        Reply reply(Model inner, Prompt prompt, ModelCall call);
    }

    @Override
    public Reply reply(Prompt prompt, ModelCall call) {
        return how.reply(inner, prompt, call);
    }

    @Override
    public ModelFacts facts() {
        return inner.facts();
    }
}
