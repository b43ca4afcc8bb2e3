package dev.mimo.memory.rebuild;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Event;
import dev.mimo.model.Json;

/** What happened to the context of a session. */
public sealed interface ContextEvent extends Event {

    /**
     * The model's window is unknown, so a size was assumed.
     *
     * @param assumed tokens
     */
    record WindowUnknown(String model, long assumed) implements ContextEvent {
        @Override
        public String type() {
            return "context_window_unknown";
        }

        @Override
        public ObjectNode toJson() {
            return Json.object().put("model", model).put("assumed", assumed);
        }
    }

    /**
     * The model now sees a new window.
     *
     * @param cause {@code full}, {@code overflow} or {@code asked}
     * @param before tokens
     * @param checkpoint the version it was built from; 0 when there was none
     */
    record Rebuilt(String cause, long before, int checkpoint, Accounting accounting) implements ContextEvent {
        @Override
        public String type() {
            return "context_rebuilt";
        }

        @Override
        public ObjectNode toJson() {
            ObjectNode json = Json.object().put("cause", cause).put("before", before);
            json.put("after", accounting.head() + accounting.used()).put("checkpoint", checkpoint);
            json.setAll(accounting.toJson());
            return json;
        }
    }
}
