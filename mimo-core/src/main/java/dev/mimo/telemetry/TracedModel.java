package dev.mimo.telemetry;

import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;

/** A model that answers while the span of its step is current; the step was begun on the same thread. */
record TracedModel(Model model, Spans spans) implements Model {

    @Override
    public Reply reply(Prompt prompt, ModelCall call) {
        return spans.stepOfThread()
                .wrapSupplier(() -> model.reply(prompt, call))
                .get();
    }

    @Override
    public ModelFacts facts() {
        return model.facts();
    }
}
