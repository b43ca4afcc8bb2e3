package dev.mimo.memory.checkpoint;

import dev.mimo.model.Content;
import dev.mimo.model.Json;
import dev.mimo.model.Message;
import dev.mimo.model.StopReason;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.model.Usage;
import dev.mimo.session.Entry;
import dev.mimo.session.InMemorySessionStore;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionLog;
import dev.mimo.session.Transcript;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A session that a test writes itself, entry by entry; each method returns the number of the entry that ends it. */
final class Talk {

    static final SessionId ID = SessionId.of("ticket-4711");

    private final SessionLog log = new InMemorySessionStore().open(ID);
    private int calls;

    Transcript transcript() {
        return log.transcript();
    }

    long size() {
        return transcript().size();
    }

    long user(String text) {
        return append(new Entry.MessageAdded(Message.user(text), null));
    }

    long runtime(String text, String note) {
        return append(new Entry.MessageAdded(new Message.User(List.of(Content.text(text)), note), null));
    }

    long agent(String text) {
        return append(new Entry.ReplyAdded(Message.assistant(Content.text(text)), StopReason.STOP, Usage.none()));
    }

    /** A call without a result. */
    long asks(String tool, Map<String, ?> arguments) {
        ToolCall call = ToolCall.of(
                "call-" + ++calls,
                tool,
                Json.readObject(
                        Json.mapper().valueToTree(new TreeMap<>(arguments)).toString()));
        return append(new Entry.ReplyAdded(Message.assistant(call), StopReason.TOOL_CALLS, Usage.none()));
    }

    long told(String text, boolean error) {
        return append(new Entry.CallFinished(new ToolResult("call-" + calls, List.of(Content.text(text)), error)));
    }

    /** A call with its result. */
    long call(String tool, Map<String, ?> arguments, String result) {
        asks(tool, arguments);
        return told(result, false);
    }

    long bash(String command, String output, int exit) {
        asks("bash", Map.of("command", command));
        return told(output + "\n[exit " + exit + ", 0.1 s]", exit != 0);
    }

    private long append(Entry entry) {
        return log.append(List.of(entry));
    }
}
