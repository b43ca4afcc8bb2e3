package dev.mimo.examples.month;

import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.ToolCall;
import java.util.List;

/** Does what the user asks for, one call at a time; knows nothing but its prompt. Safe for use by several threads. */
final class Worker implements Model {

    /** Looks at the project. */
    static final String INSPECT = "inspect";

    @Override
    public Reply reply(Prompt prompt, ModelCall call) {
        List<Message> messages = prompt.messages();
        int asked = messages.size() - 1;
        while (!(messages.get(asked) instanceof Message.User user && user.isPersons())) {
            asked--;
        }
        String task = ((Message.User) messages.get(asked)).text();
        List<ToolCall> calls = calls(task);
        long done = messages.subList(asked, messages.size()).stream()
                .filter(Message.Assistant.class::isInstance)
                .count();
        return done < calls.size() ? Reply.calls(calls.get((int) done)) : Reply.text("Done.");
    }

    private static List<ToolCall> calls(String task) {
        for (Procedure procedure : Procedure.values()) {
            if (procedure.isMeant(task)) {
                return procedure.byHand(task);
            }
        }
        return List.of(ToolCall.of(
                "look-" + task.replaceAll("\\D", ""), INSPECT, Json.object().put("what", task)));
    }
}
