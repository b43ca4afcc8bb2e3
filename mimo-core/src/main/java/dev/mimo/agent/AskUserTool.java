package dev.mimo.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.ToolSpec;
import dev.mimo.tool.Action;
import dev.mimo.tool.Effect;
import dev.mimo.tool.Tool;
import dev.mimo.tool.ToolContext;
import dev.mimo.tool.Workspace;
import java.util.List;

/** Puts a question to the person. The gate asks it; what the person replies is the result, and the tool itself never runs. */
final class AskUserTool implements Tool {

    private static final ToolSpec SPEC = new ToolSpec(
            "ask_user",
            "Asks the user something that only they can decide. Use it rarely: try to find out for yourself first.",
            schema());

    private static ObjectNode schema() {
        ObjectNode schema = Json.object().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("question").put("type", "string");
        properties.putObject("options").put("type", "array").putObject("items").put("type", "string");
        schema.putArray("required").add("question");
        return schema.put("additionalProperties", false);
    }

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public Effect effect() {
        return Effect.PERSON;
    }

    @Override
    public List<Action> actions(ToolCall call, Workspace workspace) {
        StringBuilder text = new StringBuilder(call.arguments().path("question").asText());
        int number = 1;
        for (JsonNode option : call.arguments().path("options")) {
            text.append("\n  ").append(number++).append(". ").append(option.asText());
        }
        return List.of(Action.of(SPEC.name(), text.toString(), Effect.PERSON));
    }

    /** Reached only when the person allowed the question without an answer. */
    @Override
    public ToolResult call(ToolCall call, ToolContext context) {
        return ToolResult.of(
                call, "The user read the question and gave no answer: decide yourself, and say how you did.");
    }
}
