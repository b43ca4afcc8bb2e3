package dev.mimo.extension;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Event;
import dev.mimo.model.Json;

/**
 * An external hook could not answer, and was passed over.
 *
 * @param command its command line
 * @param reason what went wrong
 * @param off whether it has failed too often in a row and is not called any more
 */
public record HookFailed(String command, String reason, boolean off) implements Event {

    @Override
    public String type() {
        return "hook_failed";
    }

    @Override
    public ObjectNode toJson() {
        return Json.object().put("command", command).put("reason", reason).put("off", off);
    }
}
