package dev.mimo.workflow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;

/**
 * Why a run failed.
 *
 * @param message what happened, with the type of the error where there is one
 * @param line of the script, from 1; 0 when it is no fault of a line
 */
public record WorkflowFault(String message, int line) {

    ObjectNode toJson() {
        return Json.object().put("message", message).put("line", line);
    }

    @Override
    public String toString() {
        return line > 0 ? message + " (line " + line + ")" : message;
    }
}
