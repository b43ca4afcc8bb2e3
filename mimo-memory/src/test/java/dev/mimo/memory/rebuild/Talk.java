package dev.mimo.memory.rebuild;

import dev.mimo.agent.PromptAssembler.Conversation;
import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.session.InMemorySessionStore;
import dev.mimo.session.Plan;
import dev.mimo.session.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** A conversation put together for a test. */
final class Talk {

    static final SessionId ID = SessionId.of("talk");

    private final List<Message> messages = new ArrayList<>();
    private Plan plan = Plan.empty();
    private int calls;

    Talk user(String text) {
        messages.add(Message.user(text));
        return this;
    }

    Talk runtime(String note, String text) {
        messages.add(new Message.User(List.of(Content.text(text)), note));
        return this;
    }

    Talk says(String text) {
        messages.add(Message.assistant(Content.text(text)));
        return this;
    }

    /** A step with one call and its result. */
    Talk step(String command, String result) {
        ToolCall call = ToolCall.of("c" + calls++, "bash", Json.object().put("command", command));
        messages.add(Message.assistant(call));
        messages.add(Message.tool(ToolResult.of(call, result)));
        return this;
    }

    Talk plan(Plan other) {
        plan = other;
        return this;
    }

    /** Each message stands at an entry of twice its index. */
    Conversation conversation() {
        List<Long> sequences =
                LongStream.range(0, messages.size()).map(i -> 2 * i).boxed().toList();
        try (InMemorySessionStore store = new InMemorySessionStore();
                var log = store.open(ID)) {
            return new Conversation(ID, List.copyOf(messages), sequences, plan, null, 0, log.transcript());
        }
    }
}
