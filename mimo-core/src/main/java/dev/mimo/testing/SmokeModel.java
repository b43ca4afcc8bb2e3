package dev.mimo.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.Model;
import dev.mimo.model.ModelCall;
import dev.mimo.model.ModelFacts;
import dev.mimo.model.ModelRef;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A model that calls every tool it is offered once, with the smallest arguments that follow its schema, and then answers: a
 * test without a script that still runs each tool's schema, binding and gate.
 *
 * <p>All calls come in one reply. The values mean nothing, so a tool may well answer with an error; {@link #with} gives one
 * the arguments it can use. Each prompt is checked as {@link PromptProtocol#strict} says. Safe for use by several threads.
 */
public final class SmokeModel implements Model {

    private final Map<String, ObjectNode> given = new HashMap<>();
    private final Set<String> called = new HashSet<>();
    private final SequentialIds ids = new SequentialIds();
    private final PromptProtocol protocol = PromptProtocol.strict();

    private SmokeModel() {}

    public static SmokeModel create() {
        return new SmokeModel();
    }

    /** Calls that tool with these arguments: a record, a map, or a JSON object. */
    public synchronized SmokeModel with(String tool, Object arguments) {
        given.put(tool, ScriptedModel.toolCall(tool, arguments).arguments());
        return this;
    }

    /** The names of the tools that were called so far, by all who asked. */
    public synchronized Set<String> called() {
        return Set.copyOf(called);
    }

    @Override
    public Reply reply(Prompt prompt, ModelCall call) {
        call.cancellation().throwIfCancelled();
        protocol.check(call.role(), prompt);
        Set<String> done = doneInThisTurn(prompt.messages());
        List<ToolCall> calls = new ArrayList<>();
        for (ToolSpec tool : prompt.tools()) {
            if (!done.contains(tool.name())) {
                calls.add(call(tool));
            }
        }
        Reply reply = calls.isEmpty() ? Reply.text(answer(prompt)) : Reply.calls(calls.toArray(new ToolCall[0]));
        Deltas.emit(Deltas.of(reply.message()), call);
        return reply;
    }

    @Override
    public ModelFacts facts() {
        return ModelFacts.unknown(ModelRef.of("scripted", "smoke"));
    }

    private synchronized ToolCall call(ToolSpec tool) {
        called.add(tool.name());
        ObjectNode arguments = given.get(tool.name());
        if (arguments == null) {
            arguments = (ObjectNode) MinimalValue.of(tool.inputSchema(), "the arguments of tool " + tool.name());
        }
        return ToolCall.of(ids.next("call"), tool.name(), arguments);
    }

    private static String answer(Prompt prompt) {
        ObjectNode schema = prompt.options().answerSchema();
        if (schema == null) {
            return "done";
        }
        JsonNode answer = MinimalValue.of(schema, "the answer");
        return Json.write(answer);
    }

    private static Set<String> doneInThisTurn(List<Message> messages) {
        Set<String> done = new HashSet<>();
        for (Message message : messages) {
            if (message instanceof Message.User user && user.note() == null) {
                done.clear();
            } else if (message instanceof Message.Assistant said) {
                said.toolCalls().forEach(call -> done.add(call.name()));
            }
        }
        return done;
    }
}
