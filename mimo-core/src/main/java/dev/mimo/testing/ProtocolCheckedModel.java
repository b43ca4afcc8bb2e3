package dev.mimo.testing;

import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;

/** Checks each prompt against a {@link PromptProtocol} before the model is asked. Safe for use by several threads. */
public final class ProtocolCheckedModel implements Model {

    private final Model inner;
    private final PromptProtocol protocol;

    public ProtocolCheckedModel(Model inner, PromptProtocol protocol) {
        this.inner = inner;
        this.protocol = protocol;
    }

    @Override
    public Reply reply(Prompt prompt, ModelCall call) {
        protocol.check(call.role(), prompt);
        return inner.reply(prompt, call);
    }

    @Override
    public ModelFacts facts() {
        return inner.facts();
    }
}
