package dev.mimo.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.MimoException;
import dev.mimo.model.Json;
import dev.mimo.model.JsonSchema;
import java.util.List;
import java.util.function.Consumer;

/** The form that a final answer must have. As a stop gate it sends the agent back, at most twice, with what is wrong. */
final class AnswerFormat implements StopGate {

    /** How often an answer that does not fit is asked for again. */
    static final int MOST_ASKS = 2;

    private final ObjectNode schema;
    private final JsonSchema check;
    private final Consumer<ObjectNode> use;
    private int asked;

    /** {@code use} tries what will be done with an answer; an exception says what is wrong with it. */
    AnswerFormat(ObjectNode schema, Consumer<ObjectNode> use) {
        this.schema = schema;
        this.use = use;
        this.check = JsonSchema.of(schema);
    }

    ObjectNode schema() {
        return schema;
    }

    /** What the input has to say about it: also models without structured output then know the form. */
    String instruction() {
        return "When you are done, answer with one JSON object and nothing else. It must follow this JSON Schema:\n"
                + Json.write(schema);
    }

    @Override
    public Decision mayStop(Stopping stopping) {
        String fault = fault(stopping.answer());
        if (fault.isEmpty()) {
            return Decision.stop();
        }
        if (asked++ < MOST_ASKS) {
            return Decision.goOn("Your answer cannot be used: " + fault
                    + "\nAnswer again with one JSON object that follows the schema, and nothing else.");
        }
        return new Decision.NotMet("the answer does not follow the schema: " + fault);
    }

    private String fault(String answer) {
        try {
            ObjectNode object = parse(answer);
            List<String> faults = check.check(object);
            if (faults.isEmpty()) {
                use.accept(object);
            }
            return String.join("\n", faults);
        } catch (MimoException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** The object in an answer that {@link #mayStop} let pass. */
    ObjectNode parse(String answer) {
        return check.mend(read(answer));
    }

    /* Models like to put a fence or a sentence around the object. */
    private static ObjectNode read(String answer) {
        int open = answer.indexOf('{');
        int close = answer.lastIndexOf('}');
        if (open < 0 || close < open) {
            throw new MimoException("there is no JSON object in it");
        }
        JsonNode node = Json.read(answer.substring(open, close + 1));
        return (ObjectNode) node;
    }
}
