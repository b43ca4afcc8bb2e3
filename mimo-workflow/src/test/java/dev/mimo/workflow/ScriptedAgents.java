package dev.mimo.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mimo.model.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Agents that answer by the beginning of their label. Those that nobody wrote an answer for fail. */
final class ScriptedAgents implements AgentLauncher {

    /** Answers a call. */
    @FunctionalInterface
    interface Answer {
        String to(AgentCall call) throws Exception;
    }

    private final Map<String, Answer> answers = new LinkedHashMap<>();
    private final List<AgentCall> calls = new CopyOnWriteArrayList<>();

    /** {@code answer}: JSON where the call has a schema, else a text. */
    ScriptedAgents on(String label, String answer) {
        return on(label, call -> answer);
    }

    ScriptedAgents on(String label, Answer answer) {
        answers.put(label, answer);
        return this;
    }

    @Override
    public CallResult launch(AgentCall call, CallScope scope) throws Exception {
        calls.add(call);
        for (Map.Entry<String, Answer> each : answers.entrySet()) {
            if (call.title().startsWith(each.getKey())) {
                String answer = each.getValue().to(call);
                JsonNode value = call.schema() == null ? TextNode.valueOf(answer) : Json.read(answer);
                return CallResult.ok(value);
            }
        }
        return CallResult.failed("nobody answers " + call.title());
    }

    /** In the order in which they began. */
    List<AgentCall> calls() {
        return calls;
    }

    /** The prompts of those whose label begins so. */
    List<String> prompts(String label) {
        List<String> prompts = new ArrayList<>();
        for (AgentCall call : calls) {
            if (call.title().startsWith(label)) {
                prompts.add(call.prompt());
            }
        }
        return prompts;
    }
}
