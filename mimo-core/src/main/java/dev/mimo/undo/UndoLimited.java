package dev.mimo.undo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Event;
import dev.mimo.model.Json;

/**
 * Some of what a call may change was not kept, and could not be restored.
 *
 * @param files how many files
 * @param reason why
 */
public record UndoLimited(int files, String reason) implements Event {

    @Override
    public String type() {
        return "undo_limited";
    }

    @Override
    public ObjectNode toJson() {
        return Json.object().put("files", files).put("reason", reason);
    }
}
