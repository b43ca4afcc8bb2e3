package dev.mimo.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Event;

/**
 * A call to a model waits before it is sent, so that a provider is not asked more than it allows. Told once for a call, when
 * the wait begins; how long it takes is not always known by then.
 *
 * @param model which model
 * @param reason what is waited for, in words
 * @param ahead how many calls to the same account have waited for longer
 */
public record ModelHeld(ModelRef model, String reason, int ahead) implements Event {

    @Override
    public String type() {
        return "model_held";
    }

    @Override
    public ObjectNode toJson() {
        return Json.object()
                .put("model", model.toString())
                .put("reason", reason)
                .put("ahead", ahead);
    }
}
