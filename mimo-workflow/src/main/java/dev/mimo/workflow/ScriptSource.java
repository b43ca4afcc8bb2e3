package dev.mimo.workflow;

import com.fasterxml.jackson.databind.JsonNode;

/** Finds the script that {@code workflow(ref)} means. Safe for use by several threads. */
@FunctionalInterface
public interface ScriptSource {

    /**
     * The script of a reference.
     *
     * @param ref as the script gave it: a name or a whole script as text, or an object with {@code name}, {@code script} or
     *     {@code scriptPath}
     * @throws dev.mimo.environment.MimoException when there is none, or it cannot be a workflow; the message reaches the script
     */
    WorkflowScript find(JsonNode ref);
}
