package dev.mimo.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Event;

/**
 * A call to a model failed for good and another model is asked.
 *
 * @param from the model that failed
 * @param to the model that is asked now
 * @param reason what went wrong, in words
 */
public record ModelSwitched(ModelRef from, ModelRef to, String reason) implements Event {

    @Override
    public String type() {
        return "model_switched";
    }

    @Override
    public ObjectNode toJson() {
        return Json.object()
                .put("from", from.toString())
                .put("to", to.toString())
                .put("reason", reason);
    }
}
