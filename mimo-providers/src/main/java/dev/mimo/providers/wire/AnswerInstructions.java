package dev.mimo.providers.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import dev.mimo.model.Prompt;
import dev.mimo.providers.policy.AnswerRules;
import dev.mimo.providers.policy.AnswerRules.Structured;

/** Asks for an answer of a certain form in words, where the endpoint has no field for its schema. */
public final class AnswerInstructions {

    private AnswerInstructions() {}

    /** The instructions of the prompt, with the wished form behind them where it must be said there. */
    public static String of(Prompt prompt, AnswerRules answers) {
        ObjectNode schema = prompt.options().answerSchema();
        if (schema == null || answers.structured() == Structured.SCHEMA) {
            return prompt.system();
        }
        return prompt.system() + (prompt.system().isEmpty() ? "" : "\n\n")
                + "Give your final answer as one JSON object, without any other text, that follows this JSON Schema:\n"
                + Json.write(schema);
    }
}
