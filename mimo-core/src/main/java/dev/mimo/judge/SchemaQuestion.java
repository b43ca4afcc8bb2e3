package dev.mimo.judge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.MimoException;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.JsonSchema;
import dev.mimo.model.Message;
import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A question to a model whose answer is one JSON object. An answer that cannot be used is asked for once more. */
final class SchemaQuestion {

    private final ObjectNode source;
    private final JsonSchema schema;

    SchemaQuestion(ObjectNode source) {
        this.source = source;
        this.schema = JsonSchema.of(source);
    }

    /** What stands at the end of a question, for models without structured answers. */
    String instruction() {
        return "Answer with one JSON object and nothing else. It must follow this JSON Schema:\n" + Json.write(source);
    }

    /**
     * Asks, and reads the answer by {@code reader}, which throws {@link MimoException} for one that it cannot use.
     *
     * @throws MimoException when the second answer cannot be used either, or the model fails
     */
    <T> T ask(Model model, Prompt prompt, ModelCall call, Function<ObjectNode, T> reader) {
        Prompt first = prompt.withOptions(prompt.options().withAnswerSchema(source));
        Reply reply = model.reply(first, call);
        try {
            return read(reply, reader);
        } catch (Unusable fault) {
            List<Message> messages = new ArrayList<>(first.messages());
            String said = reply.message().text();
            messages.add(Message.assistant(Content.text(said.isBlank() ? "(no text)" : said)));
            messages.add(Message.user("Your answer cannot be used: " + fault.getMessage()
                    + "\nAnswer again with one JSON object that follows the schema, and nothing else."));
            return read(model.reply(first.withMessages(messages), call), reader);
        }
    }

    /** The answer, when it can be used. */
    <T> T read(Reply reply, Function<ObjectNode, T> reader) {
        ObjectNode answer;
        try {
            answer = schema.mend(object(reply.message().text()));
        } catch (MimoException e) {
            throw new Unusable(String.valueOf(e.getMessage()));
        }
        List<String> faults = schema.check(answer);
        if (!faults.isEmpty()) {
            throw new Unusable(String.join("; ", faults));
        }
        return reader.apply(answer);
    }

    /* Models like to put a fence or a sentence around the object. */
    private static ObjectNode object(String text) {
        int open = text.indexOf('{');
        int close = text.lastIndexOf('}');
        if (open < 0 || close < open) {
            throw new MimoException("there is no JSON object in it");
        }
        return Json.readObject(text.substring(open, close + 1));
    }

    /** An answer that is no use. */
    static final class Unusable extends MimoException {

        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }
    }
}
