package dev.mimo.memory.upkeep;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.MimoException;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.JsonSchema;
import dev.mimo.model.Message;
import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelOptions;
import dev.mimo.model.Prompt;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A question to a model whose answer must follow a schema, and what else its reader demands. */
record UpkeepQuestion(String system, ObjectNode schema) {

    /**
     * Asks, and once more with what is wrong with the answer.
     *
     * @param read makes of the answer what is wanted, or throws {@link MimoException} with what is wrong
     * @throws MimoException when the second answer cannot be used either
     */
    <T> T ask(String text, Model model, ModelCall call, Function<ObjectNode, T> read) {
        List<Message> messages = new ArrayList<>(List.of(
                Message.user(text + "Answer with one JSON object and nothing else. It must follow this JSON Schema:\n"
                        + Json.write(schema))));
        String answer = answer(model, messages, call);
        try {
            return read.apply(object(answer));
        } catch (MimoException fault) {
            messages.add(Message.assistant(Content.text(answer.isBlank() ? "(no text)" : answer)));
            messages.add(Message.user("Your answer cannot be used: " + fault.getMessage() + "\nAnswer again."));
            return read.apply(object(answer(model, messages, call)));
        }
    }

    private String answer(Model model, List<Message> messages, ModelCall call) {
        ModelOptions options = ModelOptions.defaults().withAnswerSchema(schema);
        return model.reply(new Prompt(system, messages, List.of(), options), call)
                .message()
                .text();
    }

    private ObjectNode object(String answer) {
        int open = answer.indexOf('{');
        int close = answer.lastIndexOf('}');
        if (open < 0 || close < open) {
            throw new UpkeepFailed("there is no JSON object in the model's answer");
        }
        JsonSchema rules = JsonSchema.of(schema);
        ObjectNode json = rules.mend(Json.readObject(answer.substring(open, close + 1)));
        List<String> faults = rules.check(json);
        if (!faults.isEmpty()) {
            throw new UpkeepFailed(String.join("; ", faults));
        }
        return json;
    }
}
